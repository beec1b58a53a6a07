from __future__ import annotations

from itertools import pairwise

import numpy as np

from csk_ros.campaign.scenario import CameraPlan
from csk_ros.campaign.shot import shots_of
from csk_ros.campaign.unsteady_clock import BEGIN, Jump, UnsteadyClock
from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings, judge_picture
from support.scenarios import scenario

MS = 1_000_000
OK = frozenset({Health.OK})


def shots(*faults, stream="rgb", **members):
    return [shot for shot in shots_of(scenario(*faults, **members)) if shot.stream == stream]


def test_pictures_arrive_in_order_with_the_latency_of_their_camera():
    found = shots_of(scenario(seconds=0.11))
    assert [(s.number, s.stream, s.picture.time // MS, (s.picture.stamp - BEGIN) // MS) for s in found] == [
        (0, "rgb", 4, 0), (1, "thermal", 8, 0),
        (2, "rgb", 54, 50), (3, "thermal", 58, 50),
        (4, "rgb", 104, 100), (5, "thermal", 108, 100),
    ]  # fmt: skip
    assert [s.picture.frame_id for s in found] == ["0", "1", "2", "3", "4", "5"]


def test_stamps_follow_the_clock_that_cameras_stamp_by():
    found = shots(seconds=0.11, stamps=UnsteadyClock(jumps=(Jump(0.05, -3.0),)))
    assert [(s.picture.stamp - BEGIN) // MS for s in found] == [0, 50 - 3000, 100 - 3000]


def test_neighbours_differ_unless_the_camera_is_frozen():
    contents = [s.content for s in shots({"rgb": "freeze", "from": 0.2, "to": 0.4}, seconds=0.6)]
    repeats = [earlier == later for earlier, later in pairwise(contents)]
    assert repeats == [4 <= number <= 7 for number in range(1, 12)]


def test_a_slow_core_repeats_its_pictures():
    camera = CameraPlan("thermal", 30.0, core_rate=10.0)
    whole = scenario(seconds=0.29)
    whole = type(whole)(**{**whole.__dict__, "thermal": camera})
    contents = [s.content for s in shots_of(whole) if s.stream == "thermal"]
    assert [contents.index(content) for content in contents] == [0, 0, 0, 3, 3, 3, 6, 6, 6]


def test_another_encoding_of_a_picture_is_not_another_picture():
    plain, recoded = shots(seconds=0.2), shots({"rgb": "recode"}, seconds=0.2)
    assert [s.content for s in plain] == [s.content for s in recoded]
    assert recoded[0].picture.encoding == "bgr8"


def test_looks_name_what_was_injected():
    faults = [
        {"rgb": "darken", "factor": 0.01, "from": 0.2, "to": 0.3},
        {"rgb": "glare", "from": 0.4, "to": 0.5},
        {"rgb": "cover", "level": 90, "from": 0.6, "to": 0.7},
        {"rgb": "cover", "level": 2, "from": 0.8, "to": 0.9},
        {"rgb": "darken", "factor": 0.6, "from": 1.0},
    ]
    looks = [s.looks for s in shots(*faults, seconds=1.1)]
    named = {4: Health.DARK, 5: Health.DARK, 8: Health.GLARE, 9: Health.GLARE}
    named |= {12: Health.FLAT, 13: Health.FLAT, 16: Health.DARK, 17: Health.DARK}
    assert looks == [frozenset({named.get(number, Health.OK)}) for number in range(22)]
    assert {s.looks for s in shots(*faults, stream="thermal")} == {OK}


def test_a_falling_night_is_undecided_until_it_is_dark():
    looks = [s.looks for s in shots({"rgb": "darken", "factor": 0.01, "over": 1.0, "from": 0.5}, seconds=3.0)]
    assert looks[:10] == [OK] * 10
    undecided = frozenset({Health.OK, Health.FLAT, Health.DARK})
    assert looks[10:25] == [undecided] * 15
    assert looks[-20:] == [frozenset({Health.DARK})] * 20


def test_a_fair_judge_agrees_with_every_look():
    faults = [
        {"rgb": "darken", "factor": 0.02, "to": 0.5},
        {"rgb": "glare", "strength": 1.0, "from": 0.5, "to": 1.0},
        {"rgb": "cover", "level": 90, "from": 1.0, "to": 1.5},
        {"rgb": "glare", "strength": 0.2, "from": 1.5, "to": 2.0},
        {"rgb": "darken", "factor": 0.5, "from": 2.0, "to": 2.5},
    ]
    found = shots(*faults)
    verdicts = [judge_picture(np.asarray(shot.picture.image), PictureSettings()) for shot in found]
    assert all(verdict in shot.looks for verdict, shot in zip(verdicts, found, strict=True))


def test_a_veil_over_a_covered_lens_leaves_it_undecided():
    faults = [{"rgb": "cover", "level": 2}, {"rgb": "glare", "strength": 0.2}]
    found = shots(*faults, seconds=0.3)
    assert {shot.looks for shot in found} == {frozenset({Health.OK, Health.FLAT, Health.DARK})}
    assert judge_picture(found[0].picture.image, PictureSettings()) is not Health.DARK

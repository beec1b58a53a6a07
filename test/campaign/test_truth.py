from __future__ import annotations

import pytest

from csk_ros.campaign.shot import shots_of
from csk_ros.campaign.truth import ANY, StreamTruth
from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import HealthSettings
from support.scenarios import scenario

MS = 1_000_000
SETTINGS = HealthSettings(picture=PictureSettings())


def truth_at(faults, *moments, settings=SETTINGS, seconds=3.0):
    """What an rgb stream at 20 Hz may be called at moments in seconds."""
    truth = StreamTruth(settings)
    shots = [shot for shot in shots_of(scenario(*faults, seconds=seconds)) if shot.stream == "rgb"]
    said = []
    for moment in moments:
        while shots and shots[0].picture.time <= moment * 1e9:
            shot = shots.pop(0)
            truth.see(shot, shot.picture.time)
        said.append(truth.at(round(moment * 1e9)))
    return said


def test_nothing_is_known_before_enough_frames_have_come():
    assert truth_at([], 0.0, 0.01, 0.06, 0.16) == [ANY, ANY, ANY, {Health.OK}]


def test_a_stream_is_missing_after_its_timeout():
    # The last frame comes at 0.954 s; the timeout is 0.3 s, more than three periods.
    dropped = [{"rgb": "drop", "from": 1.0}]
    assert truth_at(dropped, 1.253, 1.2541) == [{Health.OK}, {Health.MISSING}]


def test_a_dark_stream_is_so_after_three_frames_and_fine_after_three_again():
    dark = [{"rgb": "darken", "factor": 0.01, "from": 1.0, "to": 2.0}]
    said = truth_at(dark, 0.99, 1.06, 1.11, 1.99, 2.06, 2.11)
    assert said[0] == {Health.OK}
    assert said[1] == ANY
    assert said[2] == said[3] == {Health.DARK, Health.MISSING}
    assert said[4] == ANY
    assert said[5] == {Health.OK}


@pytest.mark.parametrize("bad_frames", [1, 5])
def test_as_many_frames_as_the_settings_say(bad_frames):
    settings = HealthSettings(picture=PictureSettings(), bad_frames=bad_frames)
    dark = [{"rgb": "darken", "factor": 0.01, "from": 1.0}]
    before, after = 0.98 + 0.05 * bad_frames - 0.03, 0.98 + 0.05 * bad_frames + 0.03
    assert truth_at(dark, before, after, settings=settings)[1] == {Health.DARK, Health.MISSING}
    assert Health.OK in truth_at(dark, before, settings=settings)[0]


def test_a_frozen_stream_is_so_once_a_picture_has_repeated_for_long_enough():
    # The last new picture is that of 0.95 s: 0.3 s later is the frame of 1.25 s.
    frozen = [{"rgb": "freeze", "from": 1.0, "to": 2.0}]
    said = truth_at(frozen, 1.22, 1.26, 2.06, 2.11)
    assert said[0] == {Health.OK}
    assert said[1] == {Health.FROZEN}
    assert said[2] == ANY
    assert said[3] == {Health.OK}


def test_a_falling_night_may_be_called_anything():
    assert truth_at([{"rgb": "darken", "factor": 0.01, "over": 2.0, "from": 1.0}], 1.5) == [ANY]


def changes(*faults, seconds=3.0):
    truth = StreamTruth(SETTINGS)
    for shot in shots_of(scenario(*faults, seconds=seconds)):
        if shot.stream == "rgb":
            truth.see(shot, shot.picture.time)
    return truth.changes


def test_each_injected_change_counts_once():
    assert changes() == 1
    assert changes({"rgb": "drop", "from": 1.0, "to": 2.0}) == 3
    assert changes({"rgb": "drop", "from": 1.0, "to": 1.2}) == 1, "too short to be missed"
    assert changes({"rgb": "darken", "factor": 0.01, "from": 1.0, "to": 2.0}) == 3
    assert changes({"rgb": "freeze", "from": 1.0, "to": 2.0}) == 3
    assert changes({"rgb": "darken", "factor": 0.01, "over": 0.5, "from": 1.0}) == 4

"""Modes and reasons, frame by frame, while cameras fail and come back.

Both cameras take 30 pictures a second from second 0 on, so picture 30 is the first of second 1. The
rgb picture of a moment arrives 4 ms after it was taken, the thermal one 4 ms later.
"""

from __future__ import annotations

import pytest

from csk_ros.mode import Mode
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.stream_pipeline import Job, StreamSettings
from support.stream_script import BEGIN, play, rgb, thermal

FUSED = ("fused", "both cameras ok")
THERMAL_ONLY = StreamSettings(allow_rgb=False)
MS = 1_000_000


def test_two_healthy_cameras_are_fused_from_the_first_frame_on():
    run = play(rgb(), thermal(), seconds=2.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert [job.thermal.message.number for job in run.jobs] == list(range(60))
    assert all(job.rgb.message.number == job.thermal.message.number for job in run.jobs)
    assert {job.skew for job in run.jobs} == {0}
    assert run.left == [job.thermal.message.arrival for job in run.jobs], "none waited"
    assert run.drops == {}


def test_a_job_is_anchored_in_thermal_and_carries_what_the_network_needs():
    run = play(rgb().drop(1.0, 2.0), thermal().drop(2.5), seconds=3.5)
    by_mode = {job.mode: job for job in run.jobs}
    fused, alone, colour = (by_mode[mode] for mode in (Mode.FUSED, Mode.THERMAL, Mode.RGB))
    assert (fused.anchor, fused.anchor_stream) == (fused.thermal, "thermal")
    assert (alone.anchor, alone.anchor_stream, alone.rgb, alone.skew) == (
        alone.thermal,
        "thermal",
        None,
        None,
    )
    assert (colour.anchor, colour.anchor_stream, colour.thermal, colour.skew) == (
        colour.rgb,
        "rgb",
        None,
        None,
    )
    for job in run.jobs:
        assert job.arrival == BEGIN + job.anchor.message.arrival


def test_a_job_without_frames_has_no_anchor():
    job: Job[None] = Job(Mode.FUSED, "", None, None, None, 0)
    with pytest.raises(ValueError, match="neither"):
        _ = job.anchor


@pytest.mark.parametrize(
    ("rgb_rate", "thermal_rate"), [(1, 1), (120, 120), (30, 9), (30, 1), (60, 25), (120, 9)]
)
def test_any_rates_are_fused_while_rgb_is_the_faster(rgb_rate, thermal_rate):
    run = play(rgb(rgb_rate), thermal(thermal_rate), seconds=8.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert len(run.jobs) == 8 * thermal_rate


def test_a_slow_rgb_camera_serves_the_thermal_frames_near_its_own():
    run = play(rgb(2), thermal(30), seconds=4.0)
    assert set(run.sequence) == {FUSED, ("thermal", "rgb unpaired")}
    assert len(run.jobs) == 120
    for job in run.jobs:
        distance = min(abs(job.thermal.message.taken - n * 500 * MS) for n in range(8))
        assert (job.mode is Mode.FUSED) == (distance <= 50 * MS)


def test_rgb_drops_out_and_comes_back():
    run = play(rgb().drop(1.0, 2.0), thermal(), seconds=3.0)
    assert run.changes == [
        ("thermal 0", *FUSED),
        # Thermal 30 still has rgb 29, 33 ms away.
        ("thermal 31", "thermal", "rgb unpaired"),
        # Rgb 29 came at 0.971 s: missing from 1.271 s on, while thermal 37 waits.
        ("thermal 37", "thermal", "rgb missing"),
        ("thermal 62", *FUSED),
    ]
    assert len(run.jobs) == 90
    waits = {
        job.thermal.message.number: left - job.anchor.message.arrival
        for job, left in zip(run.jobs, run.left, strict=True)
    }
    assert {waits[n] for n in range(30, 37)} == {50 * MS}
    assert {waits[n] for n in range(38, 90)} == {0}, "known to be missing it is not waited for"


def test_a_single_lost_rgb_frame_costs_one_pair_its_skew_and_no_other():
    run = play(rgb().lose(30), thermal(), seconds=2.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert {job.thermal.message.number for job in run.jobs if job.skew != 0} == {30}
    assert abs(run.jobs[30].skew) == pytest.approx(33.3 * MS, rel=0.01)


@pytest.mark.parametrize("latency", [0.0, 0.020, 0.045])
def test_rgb_may_arrive_after_thermal_within_the_wait(latency):
    run = play(rgb(latency=latency), thermal(latency=0.0), seconds=2.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert {job.skew for job in run.jobs} == {0}


@pytest.mark.parametrize("what", ["dark", "glare", "cover"])
def test_a_blind_rgb_camera_is_left_at_the_third_frame_and_trusted_at_the_third(what):
    reason = {"dark": "rgb dark", "glare": "rgb glaring", "cover": "rgb flat"}[what]
    run = play(getattr(rgb(), what)(1.0, 2.0), thermal(), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED), ("thermal 32", "thermal", reason), ("thermal 62", *FUSED)]
    assert len(run.jobs) == 90


def test_a_frozen_rgb_camera_is_left_when_its_picture_is_as_old_as_the_limit():
    run = play(rgb().freeze(1.0, 2.0), thermal(), seconds=3.0)
    # Picture 29 is 0.3 s old at picture 38.
    assert run.changes == [
        ("thermal 0", *FUSED),
        ("thermal 38", "thermal", "rgb frozen"),
        ("thermal 62", *FUSED),
    ]


@pytest.mark.parametrize("closed", [1.0, 3.0])
def test_a_closed_thermal_shutter_leaves_the_answer_to_rgb(closed):
    reopened = round(30 * (1 + closed))
    run = play(rgb(), thermal().freeze(1.0, 1.0 + closed), seconds=5.0)
    assert run.changes == [
        ("thermal 0", *FUSED),
        # Thermal 38 is the one that was found frozen, after rgb 38.
        ("rgb 39", "rgb", "thermal frozen"),
        # The third good frame is 2 after; its moment has been answered by rgb.
        (f"thermal {reopened + 3}", *FUSED),
    ]
    assert run.drops == {"thermal: late stamp": 1, "thermal: thermal frozen": reopened + 2 - 38}


def test_a_thermal_core_that_repeats_is_fused_and_its_shutter_seen():
    run = play(rgb(), thermal(core_rate=9), seconds=4.0)
    assert run.changes == [("thermal 0", *FUSED)]
    run = play(rgb(), thermal(core_rate=9).freeze(1.0, 3.0), seconds=5.0)
    assert [mode for _, mode, _ in run.changes] == ["fused", "rgb", "fused"]


def test_thermal_drops_out_and_comes_back():
    run = play(rgb(), thermal().drop(1.0, 2.0), seconds=3.0)
    assert run.changes == [
        ("thermal 0", *FUSED),
        # Thermal 29 came at 0.975 s: missing from 1.275 s on; rgb 38 had come at 1.271 s.
        ("rgb 39", "rgb", "thermal missing"),
        ("thermal 63", *FUSED),
    ]
    assert run.drops == {"thermal: late stamp": 1, "thermal: thermal missing": 2}
    rgb_numbers = [job.rgb.message.number for job in run.jobs if job.mode is Mode.RGB]
    assert rgb_numbers == list(range(39, 63)), "not one rgb frame is silent while rgb stands alone"


def test_without_leave_for_rgb_the_first_thermal_frame_ends_the_silence():
    run = play(rgb(), thermal().drop(1.0, 2.0), seconds=3.0, settings=THERMAL_ONLY)
    assert run.changes == [
        ("thermal 0", *FUSED),
        ("", "none", "thermal missing, rgb ok"),
        ("thermal 60", *FUSED),
    ]
    assert run.drops == {}


@pytest.mark.parametrize(
    ("rgb_back", "thermal_back", "expected"),
    [
        (2.0, 2.0, [("thermal 60", *FUSED)]),
        (
            2.5,
            2.0,
            [
                ("thermal 60", "thermal", "rgb awaited"),
                ("thermal 68", "thermal", "rgb missing"),
                ("thermal 77", *FUSED),
            ],
        ),
        (2.0, 2.5, [("rgb 69", "rgb", "thermal missing"), ("thermal 78", *FUSED)]),
    ],
)
def test_both_gone_and_back_is_silent_once_and_does_not_flap(rgb_back, thermal_back, expected):
    run = play(rgb().drop(1.0, rgb_back), thermal().drop(1.0, thermal_back), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED), ("", "none", "thermal missing, rgb missing"), *expected]


def test_no_frames_no_deadline():
    run = play(rgb(), thermal(), seconds=1.0)
    pipeline = run.pipeline
    while (deadline := pipeline.deadline()) is not None:
        assert pipeline.advance(deadline) == []
    assert pipeline.in_force.reason == "thermal missing, rgb missing"
    assert pipeline.advance(BEGIN + nanoseconds(1e6)) == []


def test_rgb_that_goes_while_thermal_is_shut_leaves_silence_until_thermal_opens():
    run = play(rgb().dark(1.5), thermal().freeze(1.0, 2.0), seconds=3.0)
    assert run.changes == [
        ("thermal 0", *FUSED),
        ("rgb 39", "rgb", "thermal frozen"),
        ("", "none", "thermal frozen, rgb dark"),
        ("thermal 60", "thermal", "rgb dark"),
    ]


def test_the_first_good_rgb_frame_ends_the_silence_of_a_shut_thermal_camera():
    run = play(rgb().drop(0.5, 1.7), thermal().freeze(1.0, 3.0), seconds=2.5)
    assert run.sequence[-2:] == [("none", "thermal frozen, rgb missing"), ("rgb", "thermal frozen")]
    assert run.changes[-1].anchor == "rgb 51"


def test_frames_that_wait_leave_with_the_rgb_frame_that_shows_the_camera_to_be_blind():
    settings = StreamSettings(pairing=PairingSettings(rgb_wait=0.2))
    run = play(rgb(latency=0.1).dark(0.0), thermal(), seconds=0.5, settings=settings)
    assert run.changes == [("thermal 0", "thermal", "rgb dark")]
    assert run.left[:3] == [nanoseconds(0.1)] * 3, "also those that are newer than it"


def test_rgb_is_ready_at_once_if_thermal_goes_while_it_recovers():
    run = play(rgb().drop(0.5, 1.2), thermal().drop(0.95), seconds=2.0)
    # At 1.242 s, after two good frames of rgb, thermal is missing.
    assert run.sequence == [
        FUSED,
        ("thermal", "rgb unpaired"),
        ("thermal", "rgb missing"),
        ("rgb", "thermal missing"),
    ]


def test_a_wait_longer_than_the_timeout_ends_when_rgb_is_missing():
    settings = StreamSettings(pairing=PairingSettings(rgb_wait=1.0))
    run = play(rgb().drop(1.0), thermal(), seconds=1.5, settings=settings)
    assert run.changes[:2] == [("thermal 0", *FUSED), ("thermal 30", "thermal", "rgb missing")]
    waited = run.left[30] - run.jobs[30].anchor.message.arrival
    assert waited == pytest.approx(nanoseconds(1.2707 - 1.008), abs=MS)


def test_thermal_that_goes_while_its_frames_wait_still_gets_its_answers():
    settings = StreamSettings(pairing=PairingSettings(rgb_wait=0.2))
    run = play(rgb().drop(1.0, 1.1), thermal().drop(1.05), seconds=2.0, settings=settings)
    assert len([job for job in run.jobs if job.anchor_stream == "thermal"]) == run.counts.received["thermal"]


def told(*cameras, settings=None, seconds=10.0) -> list[tuple[str, str]]:
    """What is said to be in force, without repetitions."""
    sequence: list[tuple[str, str]] = []

    def follow(run):
        in_force = run.pipeline.in_force
        entry = (str(in_force.mode), in_force.reason)
        if run.jobs and sequence[-1:] != [entry]:
            sequence.append(entry)

    play(*cameras, seconds=seconds, settings=settings, check=follow)
    return sequence


@pytest.mark.parametrize("rgb_rate", [5, 7.5, 9, 30])
def test_a_slow_rgb_camera_does_not_make_the_mode_in_force_waver(rgb_rate):
    assert told(rgb(rgb_rate), thermal(30)) == [FUSED]


def test_frames_that_never_find_a_partner_are_a_mode_in_force_after_a_second():
    apart = StreamSettings(pairing=PairingSettings(rgb_time_offset=-0.5))
    assert told(rgb(), thermal(), settings=apart, seconds=0.9)[-1] == ("thermal", "rgb unpaired")
    run = told(rgb().shift_stamps(-0.5, 2.0), thermal(), seconds=4.0)
    assert run == [FUSED, ("thermal", "rgb unpaired")]

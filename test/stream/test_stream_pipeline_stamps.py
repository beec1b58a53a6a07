"""Loops, clocks that jump, and stamps that are missing, repeated, late or of another clock."""

from __future__ import annotations

import pytest

from csk_ros.mode import Mode
from csk_ros.stream.fallback import Decision
from csk_ros.stream.frame import Frame, nanoseconds
from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.stream_pipeline import StreamPipeline, StreamSettings
from support.stream_script import BEGIN, FOREVER, picture, play, rgb, thermal

FUSED = ("fused", "both cameras ok")
FUSED_DECISION = Decision(Mode.FUSED, "both cameras ok")


@pytest.mark.parametrize("rgb_latency", [0.004, 0.020], ids=["rgb first", "thermal first"])
def test_a_recording_that_loops_loses_no_frame(rgb_latency):
    run = play(rgb(latency=rgb_latency).loop(2.0), thermal().loop(2.0), seconds=7.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert [job.thermal.message.number for job in run.jobs] == list(range(210))
    assert run.pipeline.resets == 3
    assert run.drops == {}
    begin_of_round = [job for job in run.jobs if job.thermal.message.number % 60 == 0]
    assert {job.skew for job in begin_of_round} == {0}, "the first pair of a round is whole"


def test_a_loop_leaves_no_hole_between_stamps():
    run = play(rgb().loop(2.0), thermal().loop(2.0), seconds=7.0)
    assert {stream: gaps.share() for stream, gaps in run.pipeline.gaps.items()} == {
        "rgb": 0.0,
        "thermal": 0.0,
    }


def test_a_loop_with_its_clock_loses_no_frame_either():
    run = play(rgb().loop(2.0), thermal().loop(2.0), seconds=6.0, clock_jumps={2.0: -2.0, 4.0: -2.0})
    assert run.changes == [("thermal 0", *FUSED)]
    assert len(run.jobs) == 180
    assert run.pipeline.resets == 2


def test_a_short_loop_costs_two_frames_a_round():
    run = play(rgb().loop(1.0), thermal().loop(1.0), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert run.pipeline.resets == 2
    assert run.counts.dropped_of("thermal") == 4


def test_rgb_alone_goes_on_through_a_loop():
    run = play(rgb().loop(2.0), seconds=6.0)
    assert run.changes == [("rgb 9", "rgb", "thermal missing")]
    assert [job.rgb.message.number for job in run.jobs] == list(range(9, 180))


@pytest.mark.parametrize("by", [-1.0, -100.0, -BEGIN / 1e9 / 2])
def test_a_clock_that_goes_back_begins_anew_and_is_fused_at_once(by):
    run = play(rgb(), thermal(), seconds=3.0, clock_jumps={1.5: by})
    assert run.changes == [("thermal 0", *FUSED)]
    assert run.pipeline.resets == 1
    assert len(run.jobs) == 90


def test_frames_that_wait_when_the_clock_goes_back_are_dropped_with_a_reason():
    run = play(rgb().drop(1.0, 1.2), thermal(), seconds=2.0, clock_jumps={1.12: -10.0})
    # Thermal 32 and 33 came at 1.075 and 1.108 s.
    assert run.drops == {"thermal: stream reset": 2}
    assert len(run.jobs) == 58


@pytest.mark.parametrize("by", [-0.0001, -0.09])
def test_a_clock_set_back_a_little_is_no_new_beginning(by):
    steady = play(rgb().drop(1.0, 2.0), thermal(), seconds=3.0)
    run = play(rgb().drop(1.0, 2.0), thermal(), seconds=3.0, clock_jumps={1.6: by})
    assert run.changes == steady.changes
    assert run.pipeline.resets == 0
    assert len(run.jobs) == 90


def test_a_clock_that_jumps_forward_is_an_outage_of_both():
    run = play(rgb(), thermal(), seconds=3.0, clock_jumps={1.5: 100.0})
    assert run.sequence == [
        FUSED,
        ("none", "thermal missing, rgb missing"),
        FUSED,
    ]
    assert run.changes[-1].anchor == "thermal 45", "the first frame after the jump"


def test_a_simulated_clock_that_begins_late_is_no_reason_to_wait():
    pipeline: StreamPipeline[None] = StreamPipeline()
    pipeline.advance(0)
    jobs = []
    for n in range(5):
        time = BEGIN + nanoseconds(n / 30)
        jobs += pipeline.add_thermal(Frame(time, "", picture("thermal", "fine", n), None), time)
        jobs += pipeline.add_rgb(Frame(time, "", picture("rgb", "fine", n), None), time)
    assert [job.mode for job in jobs] == [Mode.FUSED] * 5


def test_stamps_that_jump_forward_together_stay_fused():
    run = play(rgb().shift_stamps(50.0, 1.0), thermal().shift_stamps(50.0, 1.0), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert len(run.jobs) == 90


@pytest.mark.parametrize("back", [0.5, 5.0])
def test_stamps_that_jump_back_together_are_fused_after_two_frames(back):
    run = play(rgb().shift_stamps(-back, 1.0), thermal().shift_stamps(-back, 1.0), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert run.counts.dropped_of("thermal") == (2 if back < 1 else 0)


@pytest.mark.parametrize(
    ("cameras", "unanswered"),
    [
        ((rgb(), thermal().shift_stamps(50.0, 1.0, 1.02)), 0),
        ((rgb().shift_stamps(50.0, 1.0, 1.02), thermal()), 0),
        ((rgb(), thermal().shift_stamps(0.5, 1.0, 1.02)), 1),
        ((rgb().shift_stamps(0.5, 1.0, 1.02), thermal()), 0),
    ],
    ids=["thermal far", "rgb far", "thermal near", "rgb near"],
)
def test_one_stray_stamp_costs_next_to_nothing(cameras, unanswered):
    run = play(*cameras, seconds=3.0)
    assert len(run.jobs) == 90 - unanswered
    assert run.counts.dropped_of("thermal") == unanswered
    assert run.sequence[-1] == FUSED
    assert set(run.sequence) <= {FUSED, ("thermal", "rgb unpaired")}


def test_repeated_messages_are_dropped_and_change_nothing():
    run = play(rgb().twice(1.0, 2.0), thermal().twice(1.0, 2.0), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert run.drops == {"rgb: repeated stamp": 30, "thermal: repeated stamp": 30}
    assert len(run.jobs) == 90


def test_a_thermal_driver_that_forgets_stamps_is_missing_though_rgb_alone_keeps_time():
    run = play(rgb(), thermal().zero_stamps(1.0, 2.0), seconds=3.0)
    assert run.changes == [
        ("thermal 0", *FUSED),
        ("rgb 39", "rgb", "thermal missing"),
        ("thermal 63", *FUSED),
    ]
    assert run.drops["thermal: zero stamp"] == 30


def test_an_rgb_driver_that_forgets_stamps_is_missing():
    run = play(rgb().zero_stamps(1.0, 2.0), thermal(), seconds=3.0)
    assert run.sequence == [FUSED, ("thermal", "rgb unpaired"), ("thermal", "rgb missing"), FUSED]
    assert run.drops == {"rgb: zero stamp": 30}


def test_a_late_thermal_frame_is_dropped_once_newer_ones_are_out():
    run = play(rgb(), thermal().delay(0.1, 1.0, 1.02), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert run.drops == {"thermal: late stamp": 1}
    assert len(run.jobs) == 89


def test_rgb_too_late_for_the_wait_is_said_to_be_unpaired():
    run = play(rgb().delay(0.1, 1.0, 2.0), thermal(), seconds=3.0)
    assert run.sequence == [FUSED, ("thermal", "rgb unpaired"), FUSED]
    assert len(run.jobs) == 90


def test_jitter_at_120_hz_is_no_new_beginning():
    run = play(rgb(120).jitter(0.03), thermal(120).jitter(0.03, seed=1), seconds=3.0)
    assert run.changes == [("thermal 0", *FUSED)]
    assert run.pipeline.resets == 0
    assert set(run.drops) == {"thermal: late stamp"}


def test_an_rgb_clock_that_jumps_to_and_fro_costs_thermal_no_frame():
    """Two drivers on one topic, one of them with another clock: stamps go back at every frame."""
    run = play(rgb().shift_stamps(-10.0), rgb(phase=0.01), thermal(), seconds=3.0)
    assert [job.thermal.message.number for job in run.jobs] == list(range(90))
    assert run.changes == [("thermal 0", *FUSED)]


def test_an_rgb_clock_that_jumps_to_and_fro_still_answers_for_a_missing_thermal():
    run = play(rgb().shift_stamps(-10.0), rgb(phase=0.01), thermal().drop(1.0), seconds=3.0)
    assert run.sequence == [FUSED, ("rgb", "thermal missing")]
    assert len([job for job in run.jobs if job.mode is Mode.RGB]) == 2 * 60 - 2 * 9 + 1


def test_a_known_offset_between_the_clocks_is_taken_out():
    settings = StreamSettings(pairing=PairingSettings(rgb_time_offset=-0.8))
    run = play(rgb().shift_stamps(0.8, 0.0, FOREVER), thermal(), seconds=2.0, settings=settings)
    assert run.changes == [("thermal 0", *FUSED)]
    assert {job.skew for job in run.jobs} == {0}


@pytest.mark.parametrize(
    ("apart", "first_after"),
    [
        (5.0, 62),
        # No newer rgb stamp decides the thermal frames, so they wait: 61 until 62 has made thermal ok.
        (-5.0, 61),
        (-999.0, 61),
    ],
)
def test_clocks_far_apart_can_not_be_paired_but_each_camera_answers(apart, first_after):
    run = play(rgb().shift_stamps(apart), thermal().freeze(1.0, 2.0), seconds=3.0)
    assert run.changes == [
        ("thermal 0", "thermal", "rgb unpaired"),
        ("rgb 39", "rgb", "thermal frozen"),
        (f"thermal {first_after}", "thermal", "rgb unpaired"),
    ]
    assert set(run.drops) == {"thermal: thermal frozen"}


@pytest.mark.parametrize("ahead", [0.9, -0.9])
def test_a_known_offset_costs_no_labels_when_the_other_camera_takes_over(ahead):
    """Stamps of the two clocks are compared on one of them: the raw ones go back when the camera changes."""
    settings = StreamSettings(pairing=PairingSettings(rgb_time_offset=-ahead))
    run = play(rgb().shift_stamps(ahead), thermal().drop(1.0, 3.0), seconds=5.0, settings=settings)
    assert run.changes == [
        ("thermal 0", *FUSED),
        ("rgb 39", "rgb", "thermal missing"),
        ("thermal 93", *FUSED),
    ]
    # Of the moment of thermal 92, which is trusted, the labels of rgb are out.
    assert run.drops == {"thermal: thermal missing": 2, "thermal: late stamp": 1}
    assert run.pipeline.in_force == FUSED_DECISION


@pytest.mark.parametrize("ahead", [0.5, 0.9])
def test_an_unknown_offset_holds_thermal_back_for_a_tenth_of_a_second(ahead):
    run = play(rgb().shift_stamps(ahead), thermal().freeze(1.0, 2.0), seconds=3.0)
    assert run.drops["thermal: late stamp"] == 3
    assert run.sequence[-1] == FUSED
    assert run.pipeline.in_force == FUSED_DECISION
    for stream in ("thermal", "rgb"):
        stamps = [job.anchor.stamp for job in run.jobs if job.anchor_stream == stream]
        assert stamps == sorted(set(stamps))


def test_a_slower_transport_is_late_and_does_not_step_back():
    run = play(rgb(), thermal(latency=0.09).freeze(1.0, 2.0), seconds=3.0)
    stamps = [job.anchor.stamp for job in run.jobs]
    assert stamps == sorted(set(stamps))
    assert 0 < run.drops["thermal: late stamp"] <= 3


def test_reset_from_outside_begins_anew():
    run = play(rgb().drop(1.0), thermal(), seconds=2.0)
    pipeline = run.pipeline
    now = BEGIN + nanoseconds(5.0)
    pipeline.reset(now)
    assert pipeline.add_thermal(Frame(7, "", picture("thermal", "fine", 999), None), now) == [], (
        "rgb is awaited again"
    )
    (job,) = pipeline.add_rgb(Frame(7, "", picture("rgb", "fine", 999), None), now)
    assert (job.mode, job.skew) == (Mode.FUSED, 0)
    assert pipeline.ledger.counts().received["thermal"] == 61, "counts stay"

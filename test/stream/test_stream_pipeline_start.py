"""How the pipeline starts, takes new settings, counts, and stays bounded."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.mode import Mode
from csk_ros.stream.frame import Frame, nanoseconds
from csk_ros.stream.pairing import MAX_WAITING, PairingSettings
from csk_ros.stream.stream_health import HealthSettings
from csk_ros.stream.stream_pipeline import StreamPipeline, StreamSettings
from support.stream_script import BEGIN, picture, play, rgb, thermal

FUSED = ("fused", "both cameras ok")
THERMAL_ONLY = StreamSettings(allow_rgb=False)


def test_rgb_that_never_comes():
    run = play(thermal(), seconds=2.0)
    assert run.changes == [("thermal 0", "thermal", "rgb awaited"), ("thermal 8", "thermal", "rgb missing")]
    assert len(run.jobs) == 60


def test_thermal_that_never_comes():
    run = play(rgb(), seconds=2.0)
    assert run.changes == [("rgb 9", "rgb", "thermal missing")]
    assert len(run.jobs) == 60 - 9


@pytest.mark.parametrize(
    ("thermal_from", "expected"),
    [
        (0.2, [("thermal 6", *FUSED)]),
        (1.0, [("rgb 9", "rgb", "thermal missing"), ("thermal 33", *FUSED)]),
    ],
)
def test_rgb_starts_first(thermal_from, expected):
    assert play(rgb(), thermal().drop(0.0, thermal_from), seconds=2.0).changes == expected


@pytest.mark.parametrize(
    ("rgb_from", "expected"),
    [
        (0.2, [("thermal 0", "thermal", "rgb awaited"), ("thermal 5", *FUSED)]),
        (
            1.0,
            [
                ("thermal 0", "thermal", "rgb awaited"),
                ("thermal 8", "thermal", "rgb missing"),
                ("thermal 32", *FUSED),
            ],
        ),
    ],
)
def test_thermal_starts_first(rgb_from, expected):
    assert play(rgb().drop(0.0, rgb_from), thermal(), seconds=2.0).changes == expected


@pytest.mark.parametrize("rgb_latency", [0.0, 0.02], ids=["rgb first", "thermal first"])
@pytest.mark.parametrize("thermal_timeout", [0.3, 1.0], ids=["both missing", "thermal awaited"])
def test_cameras_that_both_start_late_are_fused_from_their_first_frame_on(rgb_latency, thermal_timeout):
    settings = StreamSettings(thermal=HealthSettings(timeout=thermal_timeout))
    run = play(
        rgb(latency=rgb_latency).drop(0.0, 0.5), thermal().drop(0.0, 0.5), seconds=2.0, settings=settings
    )
    assert run.changes == [("thermal 15", *FUSED)]


def test_new_settings_are_in_force_at_once():
    strict = StreamSettings(pairing=PairingSettings(max_skew=0.0))
    run = play(rgb(phase=0.01), thermal(), seconds=2.0, new_settings={1.0: strict})
    assert run.changes == [("thermal 0", *FUSED), ("thermal 30", "thermal", "rgb unpaired")]
    run = play(rgb(), thermal().freeze(1.0, 3.0), seconds=4.0, new_settings={2.0: THERMAL_ONLY})
    assert run.changes == [
        ("thermal 0", *FUSED),
        ("rgb 39", "rgb", "thermal frozen"),
        ("", "none", "thermal frozen, rgb ok"),
        ("thermal 90", *FUSED),
    ]


def test_a_shorter_timeout_is_in_force_for_a_stream_that_is_already_silent():
    hasty = StreamSettings(rgb=HealthSettings(timeout=0.05))
    run = play(rgb().drop(1.0), thermal(), seconds=1.2, new_settings={1.1: hasty})
    assert run.changes[-1] == ("thermal 32", "thermal", "rgb missing")


def test_a_refused_message_is_counted():
    pipeline: StreamPipeline[None] = StreamPipeline()
    pipeline.refuse("thermal", "truncated")
    counts = pipeline.ledger.counts()
    assert counts.received == {"thermal": 1}
    assert counts.dropped == {("thermal", "truncated"): 1}


def test_frames_refused_for_ever_are_a_missing_camera():
    pipeline: StreamPipeline[None] = StreamPipeline()
    pipeline.advance(BEGIN)
    for n in range(30):
        pipeline.refuse("thermal", "truncated")
        frame = Frame(BEGIN + n, "rgb", picture("rgb", "fine", n), None)
        jobs = pipeline.add_rgb(frame, BEGIN + nanoseconds(n / 30))
    assert [(job.mode, job.reason) for job in jobs] == [(Mode.RGB, "thermal missing")]


def test_memory_is_bounded_when_the_clock_stands_still_and_rgb_stays_away():
    pipeline: StreamPipeline[None] = StreamPipeline()
    jobs = []
    for n in range(1, 500):
        jobs += pipeline.add_thermal(Frame(BEGIN + n, "", np.zeros((1, 1), np.uint8) + n % 7, None), BEGIN)
    assert len(pipeline._pairer) == MAX_WAITING
    assert [job.thermal.stamp for job in jobs] == [BEGIN + n for n in range(1, 500 - MAX_WAITING)]

from __future__ import annotations

from dataclasses import replace

import pytest

from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.mode import Mode
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.session.segmentation_session import DISABLED, SegmentationSession
from csk_ros.stream.fallback import Decision
from csk_ros.stream.stream_pipeline import AWAITED, StreamPipeline, StreamSettings
from support.known_segmenter import MS, START
from support.known_segmenter import moments as samples


def moments(count):
    """RGB and thermal, without truth."""
    return [picture for picture in samples(count) if picture.stream != "labels"]


class Bench:
    """A session and everything that it hands out."""

    def __init__(self, settings=None):
        self.jobs = []
        self.warnings = []
        self.modes = []
        self.session = SegmentationSession(
            StreamPipeline(settings or StreamSettings()),
            CameraInputs(),
            lambda job, now: self.jobs.append((job.mode, job.anchor.stamp - START, now - START)),
            warn=lambda kind, text: self.warnings.append((kind, text)),
            mode_changed=lambda decision, now: self.modes.append(
                (decision, None if now is None else now - START)
            ),
        )

    def receive(self, picture):
        return self.session.receive(picture.stream, recorded_message(picture), picture.time)

    @property
    def counts(self):
        return self.session.pipeline.ledger.counts()


def test_a_pair_becomes_a_job_and_the_mode_is_told_once():
    bench = Bench()
    for picture in moments(3):
        bench.receive(picture)
    assert bench.jobs == [(Mode.FUSED, n * 100 * MS, n * 100 * MS) for n in range(3)]
    assert bench.modes == [(AWAITED, 0), (Decision(Mode.FUSED, "both cameras ok"), 0)]
    assert bench.session.skew == 0


def test_a_broken_message_is_counted_and_reported_and_lets_time_pass():
    bench = Bench()
    rgb, thermal, *_ = moments(1)
    bench.receive(thermal)
    late = START + 60 * MS
    frame = bench.session.receive("rgb", recorded_message(replace(rgb, truncated=True)), late)
    assert frame is None
    assert bench.jobs == [(Mode.THERMAL, 0, 60 * MS)], "the wait of the thermal frame is over"
    assert bench.counts.dropped == {("rgb", "truncated"): 1}
    ((kind, text),) = bench.warnings
    assert kind == "rgb truncated"
    assert text.startswith("rgb frame ignored: ")


def test_without_a_clock_every_message_is_a_counted_drop():
    bench = Bench()
    rgb, thermal, *_ = moments(1)
    for picture in (rgb, thermal):
        assert bench.session.receive(picture.stream, recorded_message(picture), None) is None
    bench.session.advance(None)
    assert bench.jobs == []
    assert bench.modes == [(Decision(None, "no clock"), None)], "reported once"
    assert {text for _, text in bench.warnings} == {
        f"{stream} frame dropped: use_sim_time is true, and no time comes on /clock"
        for stream in ("rgb", "thermal")
    }
    assert bench.counts.dropped == {("rgb", "no clock"): 1, ("thermal", "no clock"): 1}


def test_a_clock_that_is_lost_forgets_what_was_and_its_return_is_a_beginning():
    bench = Bench()
    for picture in moments(2):
        bench.receive(picture)
    bench.session.advance(None)
    assert bench.session.pipeline.thermal.arrivals.last is None
    bench.session.advance(5 * MS)
    assert [decision for decision, _ in bench.modes[1:]] == [
        Decision(Mode.FUSED, "both cameras ok"),
        Decision(None, "no clock"),
        AWAITED,
    ]
    assert bench.session.deadline == 305 * MS


def test_during_a_pause_nothing_is_due_and_settings_wake_nothing():
    bench = Bench()
    for picture in moments(2):
        bench.receive(picture)
    bench.session.pause(START + 150 * MS)
    bench.session.change_settings(StreamSettings(), START + 5000 * MS)
    bench.session.advance(START + 5000 * MS)
    assert bench.session.deadline is None
    assert bench.modes[2:] == [(DISABLED, 150 * MS)]
    bench.session.begin_anew()
    bench.session.advance(START + 6000 * MS)
    assert bench.modes[3:] == [(AWAITED, 6000 * MS)]
    assert bench.session.deadline == START + 6300 * MS


def test_time_begins_with_the_first_that_is_known():
    bench = Bench()
    for picture in moments(2):
        bench.receive(picture)
    resets = bench.session.pipeline.resets
    bench.session.begin_anew()
    assert bench.session.pipeline.resets == resets, "not before there is a time"
    bench.session.advance(START + 500 * MS)
    assert bench.session.pipeline.resets == resets + 1
    assert bench.counts.received == {"rgb": 2, "thermal": 2}, "counts stay"


@pytest.mark.parametrize(("timeout", "missing"), [(0.3, True), (60.0, False)])
def test_new_settings_count_at_once(timeout, missing):
    slow = StreamSettings()
    slow = replace(slow, rgb=replace(slow.rgb, timeout=60.0), thermal=replace(slow.thermal, timeout=60.0))
    bench = Bench(slow)
    for picture in moments(3):
        bench.receive(picture)
    quick = replace(
        slow, rgb=replace(slow.rgb, timeout=timeout), thermal=replace(slow.thermal, timeout=timeout)
    )
    bench.session.change_settings(quick, START + 5000 * MS)
    assert (bench.session.in_force.mode is None) == missing
    assert (bench.session.deadline is None) == missing
    if missing:
        assert bench.modes[-1] == (Decision(None, "thermal missing, rgb missing"), 5000 * MS)

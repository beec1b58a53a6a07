from __future__ import annotations

from dataclasses import replace

import pytest

from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.mode import Mode
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.session.job_runner import JobRunner, PublishError
from csk_ros.stream.frame_ledger import FrameLedger
from csk_ros.stream.stream_pipeline import Job
from support.known_segmenter import KnownSegmenter, moments


class Bench:
    def __init__(self, segment=None, publish=lambda _: None):
        self.ledger = FrameLedger()
        self.warnings = []
        self.inputs = CameraInputs()
        self.runner = JobRunner(
            segment or KnownSegmenter(),
            self.inputs,
            self.ledger,
            publish,
            warn=lambda kind, text: self.warnings.append((kind, text)),
        )

    def job(self, spoil=lambda message: message):
        """A fused job; `spoil` gets the rgb message after it has been let in."""
        rgb, thermal, *_ = moments(1)
        frames = [self.inputs.frame(recorded_message(picture), picture.stream) for picture in (rgb, thermal)]
        spoil(frames[0].message.message)
        return Job(Mode.FUSED, "both cameras ok", frames[1], frames[0], 0, 0)

    @property
    def counts(self):
        return self.ledger.counts()


def test_a_job_is_published_and_counted():
    published = []
    bench = Bench(publish=published.append)
    answer = bench.runner.run(bench.job())
    assert published == [answer]
    assert (answer.mode, answer.prediction.labels.shape) == (Mode.FUSED, answer.thermal.shape)
    assert bench.counts.published == {Mode.FUSED: 1}
    assert (bench.runner.failure, bench.runner.rgb_unused, bench.warnings) == (None, None, [])


def truncate(message):
    message.data = message.data[:5]


def test_an_rgb_image_that_turns_out_broken_leaves_the_job_to_thermal():
    bench = Bench()
    answer = bench.runner.run(bench.job(truncate))
    assert (answer.mode, answer.job.reason) == (Mode.THERMAL, "rgb broken")
    assert bench.counts.published == {Mode.THERMAL: 1}
    assert bench.runner.rgb_unused == "rgb broken"
    assert [kind for kind, _ in bench.warnings] == ["rgb truncated"]


def fails(*_args, **_options):
    raise ValueError("no such layer")


def refuses(_):
    raise PublishError("no room")


@pytest.mark.parametrize(
    ("parts", "reason", "text"),
    [
        ({"segment": fails}, "inference failed", "ValueError: no such layer"),
        ({"publish": refuses}, "publish failed", "PublishError: no room"),
    ],
)
def test_a_job_that_fails_costs_that_job_and_the_next_is_fine(parts, reason, text):
    bench = Bench(**parts)
    assert bench.runner.run(bench.job()) is None
    assert bench.counts.dropped == {("thermal", reason): 1}
    assert bench.counts.published == {}
    assert bench.warnings == [(reason, f"thermal frame dropped, {reason}: {text}")]
    assert bench.runner.failure == reason
    bench.runner._segment, bench.runner._publish = KnownSegmenter(), lambda _: None
    assert bench.runner.run(bench.job()).mode is Mode.FUSED
    assert bench.runner.failure is None


def test_a_job_that_is_not_run_is_a_drop_of_its_anchor():
    bench = Bench()
    job = bench.job()
    bench.runner.drop(job, "superseded")
    bench.runner.drop(replace(job, thermal=None, mode=Mode.RGB), "stopped")
    assert bench.counts.dropped == {("thermal", "superseded"): 1, ("rgb", "stopped"): 1}


@pytest.mark.parametrize("segment", [None, fails])
def test_a_job_that_has_been_given_up_meanwhile_is_neither_published_nor_counted(segment):
    bench = Bench(segment, publish=refuses)
    assert bench.runner.run(bench.job(), lambda: False) is None
    assert (bench.counts.published, bench.counts.dropped, bench.warnings) == ({}, {}, [])
    assert bench.runner.failure is None

"""What becomes of a job whose labels do not come out."""

from __future__ import annotations

from rclpy.impl.implementation_singleton import rclpy_implementation

from csk_ros.stream.drop_reasons import INFERENCE_FAILED, PUBLISH_FAILED


class FailsOnce:
    """Stands for what answers a job: the first time it raises, as nothing real does on demand."""

    def __init__(self, real, error: Exception) -> None:
        self._real = real
        self._errors = [error]

    def __getattr__(self, name):
        return getattr(self._real, name)

    def __call__(self, *args, **options):
        if self._errors:
            raise self._errors.pop()
        return self._real(*args, **options)


def fails_once(rig, reason: str) -> None:
    """Play one frame in vain, and two that are answered."""
    rig.play(1)
    assert rig.stamps == []
    assert rig.counts.dropped == {("thermal", reason): 1}
    assert rig.node.labelling.snapshot().failure == reason
    rig.play(2, first=1)
    assert len(rig.stamps) == 2
    assert rig.counts.dropped == {("thermal", reason): 1}
    assert rig.node.labelling.snapshot().failure is None


def test_labels_that_the_middleware_does_not_take_are_dropped_and_the_next_go_out(make_rig):
    rig = make_rig().start()
    outputs = rig.node._outputs
    error = rclpy_implementation.RCLError("Failed to publish: cannot publish data")
    outputs.publish_labels = FailsOnce(outputs.publish_labels, error)
    fails_once(rig, PUBLISH_FAILED)


def test_an_inference_that_fails_costs_its_frame_alone(make_rig, capfd):
    rig = make_rig().start()
    runner = rig.node.labelling._worker._runner
    runner._segment = FailsOnce(runner._segment, RuntimeError("out of memory"))
    fails_once(rig, INFERENCE_FAILED)
    assert "thermal frame dropped, inference failed: RuntimeError: out of memory" in capfd.readouterr().err

"""What becomes of a job whose labels do not come out."""

from __future__ import annotations

import threading

import pytest
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from rclpy.impl.implementation_singleton import rclpy_implementation

from csk_ros.node import worker as worker_module
from csk_ros.stream.drop_reasons import INFERENCE_FAILED, NO_ANSWER, PUBLISH_FAILED


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


class HangsOnce:
    """Stands for a runtime: the first call lasts until it is let go, as nothing real does on demand."""

    def __init__(self, real) -> None:
        self._real = real
        self._has_hung = False
        self.reached = threading.Event()
        self.released = threading.Event()

    def __getattr__(self, name):
        return getattr(self._real, name)

    def __call__(self, *args, **options):
        if not self._has_hung:
            self._has_hung = True
            self.reached.set()
            assert self.released.wait(120)
        return self._real(*args, **options)


def change(rig, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return rig.call(ChangeState, "change_state", request).success


@pytest.fixture
def hung(make_rig, monkeypatch):
    """A rig whose network hangs in a frame that waits no longer than a moment to be given up."""
    monkeypatch.setattr(worker_module, "PATIENCE", 0.05)
    rig = make_rig().start()
    runtime = HangsOnce(rig.node._segmenter.runtime)
    rig.node._segmenter.runtime = runtime
    thread = rig.node.labelling._worker._thread
    rig.sleep(0.1)
    rig.send("rgb", 0)
    rig.send("thermal", 0)
    assert runtime.reached.wait(120)
    yield rig, runtime, thread
    runtime.released.set()
    rig.node.stop()
    thread.join()


def test_a_network_that_hangs_does_not_keep_the_node_from_being_deactivated(hung, capfd):
    rig, runtime, thread = hung
    ledger = rig.node.labelling.ledger
    assert change(rig, Transition.TRANSITION_DEACTIVATE)
    assert ledger.counts().dropped == {("thermal", NO_ANSWER): 1}
    rig.until(lambda: rig.mode_sequence[-1:] == [("none", "not active")], "the end of the mode")
    told = capfd.readouterr().err
    assert "thermal frame dropped, no answer: the network has been at it for " in told
    assert not change(rig, Transition.TRANSITION_ACTIVATE)
    assert "not activated: the network still computes what it was given before" in capfd.readouterr().err
    runtime.released.set()
    thread.join()
    # Its labels would be the first to come out now.
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.play(2, first=1)
    assert len(rig.stamps) == 2
    assert rig.stamps[-1] == rig.now
    assert rig.counts.dropped == {}
    assert ledger.counts().dropped == {("thermal", NO_ANSWER): 1}
    assert ledger.counts().published == {}


def test_a_network_that_hangs_is_exchanged_by_cleaning_up(hung):
    rig, runtime, thread = hung
    for transition in (Transition.TRANSITION_DEACTIVATE, Transition.TRANSITION_CLEANUP):
        assert change(rig, transition)
    for transition in (Transition.TRANSITION_CONFIGURE, Transition.TRANSITION_ACTIVATE):
        assert change(rig, transition)
    rig.until_loaded()
    rig.play(1, first=1)
    assert rig.stamps == [rig.now]
    runtime.released.set()
    thread.join()
    rig.play(1, first=2)
    assert len(rig.stamps) == 2
    assert rig.counts.published == {"fused": 2}


def test_a_network_that_comes_back_after_the_node_is_gone_touches_nothing(hung, capfd):
    rig, runtime, thread = hung
    rig.node.destroy_node()
    runtime.released.set()
    thread.join()
    assert "Traceback" not in capfd.readouterr().err


def test_a_network_that_hangs_is_an_error_in_the_diagnostics(hung, monkeypatch):
    rig, _, _ = hung
    monkeypatch.setattr(worker_module, "OVERDUE", 0.05)
    rig.diagnostics.clear()

    def is_told() -> bool:
        return any(
            message.status[0].message.startswith("no output: the network has not answered for ")
            for message in rig.diagnostics
        )

    rig.until(is_told, "the hanging network in the diagnostics")

"""Waiting for a node that listens, or never will, and for one that is done."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.live.node_process import NodeProcess, NotReadyError
from csk_ros.live.node_watch import NodeWatch
from csk_ros.live.seen import SeenDiagnostics
from csk_ros.live.status_listener import StatusListener
from support.checkpoints import write_random_checkpoint


@pytest.fixture
def listener(ros_context, ros_executor):
    node = StatusListener("listener", ros_context)
    node.hear_status()
    ros_executor.add_node(node)
    yield node
    node.destroy_node()


@pytest.fixture
def idle(tmp_path, ros_executor, listener):
    """A watch over a node that has not been started."""
    return NodeWatch(NodeProcess(tmp_path / "model", tmp_path / "node.log"), listener, ros_executor)


def test_a_node_with_a_model_is_ready_once_it_has_said_so(tmp_path, ros_executor, listener):
    model = write_random_checkpoint(tmp_path / "random.safetensors")
    with NodeProcess(model, tmp_path / "node.log") as node:
        NodeWatch(node, listener, ros_executor).wait_until_ready(listeners=1)
    assert listener.status is not None
    assert listener.status.message == "no frame yet"


def test_a_node_without_a_model_is_an_error_with_its_own_words(tmp_path, ros_executor, listener):
    with (
        NodeProcess(tmp_path / "nowhere.safetensors", tmp_path / "node.log") as node,
        pytest.raises(
            NotReadyError, match=r"(?s)the node says: not configured.*nowhere\.safetensors does not exist"
        ),
    ):
        NodeWatch(node, listener, ros_executor).wait_until_ready(listeners=1)


def test_a_condition_that_does_not_come_true_is_given_up(idle):
    assert idle.spin_until(lambda: True, patience=0.0)
    assert not idle.spin_until(lambda: False, patience=0.0)


def words(monkeypatch, idle, listener, *statuses):
    """Let the listener hear these one after the other, a status whenever it is spun."""
    coming = iter(statuses)

    def spin():
        listener.status = next(coming)

    monkeypatch.setattr(idle, "spin", spin)
    monkeypatch.setattr("csk_ros.live.node_watch.time.monotonic_ns", lambda: 100)


def word(time, received, published):
    values = {"received.thermal": str(received), "published.thermal": str(published)}
    return SeenDiagnostics(1, time, 0, "thermal: ok", values)


def test_a_node_is_settled_once_it_has_said_anew_that_nothing_is_missing(monkeypatch, idle, listener):
    listener.status = old = word(100, 5, 5)
    last = word(103, 7, 7)
    words(monkeypatch, idle, listener, old, word(101, 7, 6), word(102, 6, 6), last)
    assert idle.wait_until_settled(lambda status: status.counts.outputs == 7, patience=1e9)
    assert listener.status is last


def test_a_node_that_does_not_settle_is_given_up(idle, listener):
    listener.status = word(2**62, 7, 6)
    assert not idle.wait_until_settled(lambda _: True, patience=0.0)
    listener.status = word(2**62, 7, 7)
    assert not idle.wait_until_settled(lambda _: False, patience=0.0)

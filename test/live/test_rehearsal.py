"""Waiting for a node that listens, or never will."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.live.node_process import NodeProcess
from csk_ros.live.rehearsal import NotReadyError, Rehearsal
from csk_ros.soak.listener import Listener
from support.checkpoints import write_random_checkpoint


@pytest.fixture
def listener(ros_context, ros_executor):
    node = Listener(ros_context)
    ros_executor.add_node(node)
    yield node
    node.destroy_node()


def test_a_node_with_a_model_is_ready_once_it_has_said_so(tmp_path, ros_executor, listener):
    model = write_random_checkpoint(tmp_path / "random.safetensors")
    with NodeProcess(model, tmp_path / "node.log") as node:
        Rehearsal(node, ros_executor).wait_until_ready(listener, lambda: listener.status, listeners=1)
    assert listener.status is not None
    assert listener.status.message == "no frame yet"


def test_a_node_without_a_model_is_an_error_with_its_own_words(tmp_path, ros_executor, listener):
    with (
        NodeProcess(tmp_path / "nowhere.safetensors", tmp_path / "node.log") as node,
        pytest.raises(
            NotReadyError, match=r"(?s)the node says: not configured.*nowhere\.safetensors does not exist"
        ),
    ):
        Rehearsal(node, ros_executor).wait_until_ready(listener, lambda: listener.status, listeners=1)


def test_a_condition_that_does_not_come_true_is_given_up(tmp_path, ros_executor):
    rehearsal = Rehearsal(NodeProcess(tmp_path / "model", tmp_path / "node.log"), ros_executor)
    assert rehearsal.spin_until(lambda: True, patience=0.0)
    assert not rehearsal.spin_until(lambda: False, patience=0.0)

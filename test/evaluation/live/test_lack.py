"""What an evaluator on real ROS says it is waiting for."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.executors import SingleThreadedExecutor
from sensor_msgs.msg import Image

from csk_ros.evaluation.judging.judge import Judge
from csk_ros.evaluation.live.evaluator import ACTIVE, Evaluator
from csk_ros.evaluation.live.live_run import lack_of
from csk_ros.labels import STREET
from support.spin import spin_until


@pytest.fixture
def bench(ros_domain_id):
    """An executor, an evaluator, and a node that plays the segmentation node and a camera."""
    context = rclpy.Context()
    rclpy.init(args=["--ros-args", "-r", "rgb/image_raw:=/eye"], context=context, domain_id=ros_domain_id)
    executor = SingleThreadedExecutor(context=context)
    evaluator = Evaluator(Judge(STREET), "ground_truth", context=context)
    other = rclpy.create_node("other", context=context, use_global_arguments=False)
    for node in (evaluator, other):
        executor.add_node(node)
    yield executor, evaluator, other
    executor.shutdown()
    for node in (evaluator, other):
        node.destroy_node()
    rclpy.try_shutdown(context=context)


def test_what_lacks_is_said_from_the_node_to_the_first_picture(bench):
    executor, evaluator, other = bench
    assert lack_of(evaluator) == (
        "no active segmentation node was heard on /diagnostics; start one, in this ROS_DOMAIN_ID"
    )
    status = DiagnosticStatus(values=[KeyValue(key=ACTIVE, value="ok")])
    diagnostics = other.create_publisher(DiagnosticArray, "/diagnostics", 1)
    message = DiagnosticArray(status=[status])
    other.create_timer(0.05, lambda: diagnostics.publish(message))
    spin_until(executor, lambda: evaluator.is_ready, "the node is active")
    neither = "no picture has come on /eye (no publisher) or /thermal/image_raw (no publisher)"
    assert lack_of(evaluator) == neither
    camera = other.create_publisher(Image, "/eye", 1)
    one = "no picture has come on /eye or /thermal/image_raw (no publisher)"
    spin_until(executor, lambda: lack_of(evaluator) != neither, "the camera is discovered")
    assert lack_of(evaluator) == one
    picture = Image(height=1, width=1, encoding="rgb8", step=3, data=bytes(3))
    other.create_timer(0.05, lambda: camera.publish(picture))
    spin_until(executor, lambda: evaluator.newest_input is not None, "a picture")
    assert lack_of(evaluator) is None

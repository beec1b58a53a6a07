"""Warnings of QoS that does not match name the topic that was meant, not its name before remapping."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.ros.diagnostics_publisher import DiagnosticsPublisher, status
from csk_ros.ros.event_callbacks import PublisherWarnings
from csk_ros.ros.subscription import subscribe
from support.spin import spin_until

BEST_EFFORT = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
RELIABLE = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE)
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


@pytest.fixture
def make_node(ros_context, ros_executor):
    def make(name, *remaps):
        words = ["--ros-args", *(word for remap in remaps for word in ("-r", remap))]
        node = rclpy.create_node(name, context=ros_context, namespace="/robot", cli_args=words)
        ros_executor.add_node(node)
        return node

    return make


@pytest.fixture
def logged(ros_executor, capfd):
    """Wait until this is on the log."""
    seen = [""]

    def until(text):
        def found():
            seen[0] += capfd.readouterr().err
            return text in seen[0]

        spin_until(ros_executor, found, text)

    return until


def test_of_a_publisher_that_is_not_heard(make_node, logged):
    subscribe(make_node("listener", "rgb/image_raw:=/front/color"), Image, "rgb/image_raw", RELIABLE)
    make_node("camera").create_publisher(Image, "/front/color", BEST_EFFORT)
    logged("New publisher discovered on topic '/front/color', offering incompatible QoS")


def test_of_a_listener_that_hears_nothing(make_node, logged):
    node = make_node("labels", "segmentation:=/street/labels")
    node.create_publisher(Image, "segmentation", BEST_EFFORT, event_callbacks=PublisherWarnings())
    make_node("listener").create_subscription(Image, "/street/labels", print, RELIABLE)
    logged("New subscription discovered on topic '/street/labels', requesting incompatible QoS")


def test_of_diagnostics(make_node, logged):
    node = make_node("speaker", "/diagnostics:=/robot/diagnostics")
    DiagnosticsPublisher(node, "all", lambda name: status(name, "", DiagnosticStatus.OK, "fine", {}))
    make_node("listener").create_subscription(DiagnosticArray, "/robot/diagnostics", print, LATCHED)
    logged("New subscription discovered on topic '/robot/diagnostics', requesting incompatible QoS")

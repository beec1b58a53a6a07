"""Calibrations that are published once, before or after the subscription, and those that are repeated."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.node import Node
from sensor_msgs.msg import CameraInfo

from csk_ros.ros.camera_info_subscription import LATCHED_QOS, CameraInfoSubscription
from csk_ros.ros.qos import CAMERA_QOS
from support.camera_infos import camera_info_message
from support.spin import spin_until

TOPIC = "thermal/camera_info"


def test_a_latched_calibration_is_heard_after_the_fact(ros_context, ros_executor):
    driver, node = Node("driver", context=ros_context), Node("late", context=ros_context)
    driver.create_publisher(CameraInfo, TOPIC, LATCHED_QOS).publish(camera_info_message())
    heard: list[CameraInfo] = []
    CameraInfoSubscription(node, TOPIC, heard.append)
    ros_executor.add_node(node)
    spin_until(ros_executor, lambda: bool(heard), "the latched calibration")
    assert heard[0] == camera_info_message()


@pytest.mark.parametrize("qos", [CAMERA_QOS, 10])
def test_a_volatile_one_is_heard_and_neither_side_complains(ros_context, ros_executor, capfd, qos):
    driver, node = Node("driver", context=ros_context), Node("listener", context=ros_context)
    publisher = driver.create_publisher(CameraInfo, TOPIC, qos)
    heard: list[CameraInfo] = []
    CameraInfoSubscription(node, TOPIC, heard.append)
    ros_executor.add_node(node)
    ros_executor.add_node(driver)
    spin_until(ros_executor, lambda: publisher.get_subscription_count() == 1, "the subscription that suits")
    publisher.publish(camera_info_message())
    spin_until(ros_executor, lambda: bool(heard), "the calibration")
    assert heard == [camera_info_message()]
    assert "incompatible QoS" not in capfd.readouterr().err


def test_a_driver_that_comes_later_and_latches_is_heard_through_a_remapping(ros_context, ros_executor):
    arguments = ["--ros-args", "-r", f"{TOPIC}:=/lwir/camera_info"]
    node = Node("early", context=ros_context, cli_args=arguments)
    heard: list[CameraInfo] = []
    CameraInfoSubscription(node, TOPIC, heard.append)
    driver = Node("driver", context=ros_context)
    # Before the two have found each other.
    driver.create_publisher(CameraInfo, "/lwir/camera_info", LATCHED_QOS).publish(camera_info_message())
    ros_executor.add_node(node)
    spin_until(ros_executor, lambda: bool(heard), "the latched calibration")
    assert heard[0] == camera_info_message()

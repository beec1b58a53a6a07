"""The names under which the cameras are heard, as remapped on the command line."""

from __future__ import annotations

import pytest
from rclpy.node import Node
from sensor_msgs.msg import CompressedImage

from csk_ros.node.camera_topics import CameraTopics
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.stream.frame import STREAMS
from support.spin import spin_until


@pytest.fixture
def make_node(ros_context):
    nodes: list[Node] = []

    def make(*remappings: str) -> Node:
        arguments = [word for remapping in remappings for word in ("-r", remapping)]
        arguments = ["--ros-args", *arguments] if arguments else []
        nodes.append(Node("segmentation", context=ros_context, namespace="robot", cli_args=arguments))
        return nodes[-1]

    yield make
    for node in nodes:
        node.destroy_node()


def subscribe(node: Node, transport: str, heard: list, calibrated=()) -> CameraTopics:
    given = {f"{stream}.transport": transport for stream in STREAMS}
    topics = CameraTopics(
        node,
        ParameterValues(SEGMENTATION_PARAMETERS, given),
        picture=lambda stream, message: heard.append((stream, message)),
        calibration=lambda *_: None,
    )
    topics.subscribe(calibrated)
    return topics


@pytest.mark.parametrize(
    ("remappings", "transport", "expected"),
    [
        ((), "raw", {"/robot/rgb/image_raw", "/robot/thermal/image_raw"}),
        ((), "compressed", {"/robot/rgb/image_raw/compressed", "/robot/thermal/image_raw/compressed"}),
        (
            ("rgb/image_raw:=/camera/image_raw", "thermal/image_raw:=lwir/image"),
            "compressed",
            {"/camera/image_raw/compressed", "/robot/lwir/image/compressed"},
        ),
        (
            ("rgb/image_raw:=/camera/image_raw", "thermal/image_raw:=lwir/image"),
            "raw",
            {"/camera/image_raw", "/robot/lwir/image"},
        ),
        (
            ("rgb/image_raw:=/camera/image_raw", "rgb/image_raw/compressed:=/front/jpeg"),
            "compressed",
            {"/front/jpeg", "/robot/thermal/image_raw/compressed"},
        ),
        (
            ("rgb/image_raw:=/camera/image_raw/compressed", "thermal/image_raw/compressed:=/lwir/png"),
            "compressed",
            {"/camera/image_raw/compressed", "/lwir/png"},
        ),
        (
            ("other:rgb/image_raw:=/other", "segmentation:thermal/image_raw:=/lwir"),
            "compressed",
            {"/robot/rgb/image_raw/compressed", "/lwir/compressed"},
        ),
    ],
)
def test_a_transport_follows_the_remapping_of_its_topic(make_node, remappings, transport, expected):
    node = make_node(*remappings)
    subscribe(node, transport, [])
    assert {subscription.topic_name for subscription in node.subscriptions} - {
        "/parameter_events"
    } == expected


def test_images_of_a_remapped_compressed_camera_arrive(make_node, ros_executor):
    node = make_node("rgb/image_raw:=/camera/image_raw")
    heard: list = []
    subscribe(node, "compressed", heard)
    camera = node.create_publisher(CompressedImage, "/camera/image_raw/compressed", 5)
    ros_executor.add_node(node)
    spin_until(ros_executor, lambda: camera.get_subscription_count() == 1, "the node listening")
    camera.publish(CompressedImage(format="jpeg"))
    spin_until(ros_executor, lambda: bool(heard), "the image")
    assert heard == [("rgb", CompressedImage(format="jpeg"))]


def test_each_topic_is_subscribed_to_once_however_often_the_node_is_configured(make_node):
    node = make_node()
    topics = subscribe(node, "compressed", [], STREAMS)
    before = [subscription.topic_name for subscription in node.subscriptions]
    topics.subscribe(STREAMS)
    assert [subscription.topic_name for subscription in node.subscriptions] == before
    assert "/robot/rgb/camera_info" in before

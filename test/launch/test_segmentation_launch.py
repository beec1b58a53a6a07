"""The launch file starts the node, names things as it was told, and labels come out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("launch_pytest", reason="needs ROS 2's launch_pytest")
pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

import launch_pytest
from rcl_interfaces.srv import GetParameters
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, Image

from csk_ros.fast_dds import OLD_VARIABLE, VARIABLE, image_profile
from csk_ros.inference.process_environment import KEEP_MEMORY, inference_environment
from csk_ros.messages.image_encoding import encode_image
from support.asking import ask
from support.checkpoints import write_random_checkpoint
from support.launched import PATIENCE, Launched, launch_file
from support.pictures import rgb_picture, thermal_picture
from support.spin import spin_until

if TYPE_CHECKING:
    from launch import LaunchDescription
    from rclpy.executors import SingleThreadedExecutor

PARAMS_FILE = """\
/**:
  ros__parameters:
    model: {path: "overridden.safetensors", runtime: "openvino", device: "cpu", threads: 1}
    overlay: {opacity: 0.25}
    registration: {mode: cameras}
"""


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> Launched:
    for variable in (VARIABLE, OLD_VARIABLE, *KEEP_MEMORY):
        monkeypatch.delenv(variable, raising=False)
    return Launched()


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return write_random_checkpoint(tmp_path / "random.safetensors")


@launch_pytest.fixture
def description(
    launched: Launched, checkpoint: Path, ros_domain_id: int, tmp_path: Path
) -> LaunchDescription:
    params_file = tmp_path / "parameters.yaml"
    params_file.write_text(PARAMS_FILE)
    arguments = {
        "rgb_topic": "/camera/image_raw",
        "thermal_topic": "lwir/image_raw",
        "thermal_info_topic": "/lwir/calibration",
        "params_file": str(params_file),
        "model": str(checkpoint),
        "runtime": "torch",
        "namespace": "robot",
        "log_level": "warn",
    }
    return launched.describe(ros_domain_id, launch_file("segmentation.launch.py", arguments))


@pytest.mark.launch(fixture=description)
def test_node_comes_up_as_told_labels_and_ends_cleanly(
    launched: Launched, checkpoint: Path, ros_context, ros_executor: SingleThreadedExecutor
):
    peer = Node("cameras", context=ros_context)
    ros_executor.add_node(peer)
    labels: list[Image] = []
    peer.create_subscription(Image, "/robot/segmentation", labels.append, 5)
    rgb = peer.create_publisher(Image, "/camera/image_raw", 5)
    thermal = peer.create_publisher(Image, "/robot/lwir/image_raw", 5)

    def labelled() -> bool:
        stamp = peer.get_clock().now().nanoseconds
        seed = stamp % 1000
        rgb.publish(encode_image(rgb_picture(seed), "rgb8", stamp=stamp, frame_id="rgb"))
        thermal.publish(encode_image(thermal_picture(seed), "mono8", stamp=stamp, frame_id="thermal"))
        return any(message.header.frame_id == "thermal" for message in labels)

    spin_until(ros_executor, labelled, "labels of thermal frames", PATIENCE)
    assert rgb.get_subscription_count() == 1
    for topic in ("/camera/camera_info", "/lwir/calibration"):
        calibration = peer.create_publisher(CameraInfo, topic, 5)
        spin_until(
            ros_executor, lambda it=calibration: it.get_subscription_count() == 1, f"a listener to {topic}"
        )
    assert labels[-1].encoding == "mono8"
    names = ("model.path", "model.runtime", "model.device", "overlay.opacity")
    assert parameters(peer, ros_executor, *names) == [
        str(checkpoint),
        "torch",
        "cpu",
        0.25,
    ], "the arguments that were given override the params file, those left out do not"

    environment = Path(f"/proc/{launched.pids['segmentation_node']}/environ").read_text().split("\0")
    expected = image_profile(os.environ) | inference_environment(os.environ)
    assert {f"{variable}={value}" for variable, value in expected.items()} <= set(environment)

    yield
    assert launched.exit_codes == {"segmentation_node": [0]}


def parameters(peer: Node, executor: SingleThreadedExecutor, *names: str) -> list[object]:
    """The values that the launched node has for some of its parameters."""
    client = peer.create_client(GetParameters, "/robot/segmentation/get_parameters")
    values = ask(executor, client, GetParameters.Request(names=list(names))).values
    return [value.string_value or value.double_value for value in values]

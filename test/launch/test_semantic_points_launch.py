"""The semantic points node, launched beside the segmentation node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("launch_pytest", reason="needs ROS 2's launch_pytest")
pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

import launch_pytest
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, Image, PointCloud2

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.image_layout import pixel_view
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.messages.stamp import to_nanoseconds
from support.camera_infos import camera_info_message
from support.checkpoints import write_random_checkpoint
from support.clouds import cloud_of
from support.launched import PATIENCE, launch_file
from support.pictures import rgb_picture, thermal_picture
from support.spin import spin_until

if TYPE_CHECKING:
    from pathlib import Path

    from launch import LaunchDescription
    from rclpy.executors import SingleThreadedExecutor

    from support.launched import Launched


@launch_pytest.fixture
def description(launched: Launched, ros_domain_id: int, tmp_path: Path) -> LaunchDescription:
    checkpoint = write_random_checkpoint(tmp_path / "random.safetensors")
    segmentation = {"model": str(checkpoint), "runtime": "torch", "namespace": "robot"}
    points = {
        "namespace": "robot",
        "points_topic": "/lidar/points",
        "camera_info_topic": "/lwir/camera_info",
    }
    return launched.describe(
        ros_domain_id,
        launch_file("segmentation.launch.py", segmentation),
        launch_file("semantic_points.launch.py", points),
    )


@pytest.mark.launch(fixture=description)
def test_points_get_the_labels_that_are_published(
    launched: Launched, ros_context, ros_executor: SingleThreadedExecutor
):
    peer = Node("sensors", context=ros_context)
    ros_executor.add_node(peer)
    labels: dict[int, Image] = {}
    labelled: list[PointCloud2] = []
    peer.create_subscription(
        Image, "/robot/segmentation", lambda m: labels.update({to_nanoseconds(m.header.stamp): m}), 5
    )
    peer.create_subscription(PointCloud2, "/robot/segmentation/points", labelled.append, 5)
    publishers = {
        topic: peer.create_publisher(kind, topic, 5)
        for topic, kind in {
            "/robot/rgb/image_raw": Image,
            "/robot/thermal/image_raw": Image,
            "/lidar/points": PointCloud2,
            "/lwir/camera_info": CameraInfo,
        }.items()
    }
    height, width = thermal_picture(0).shape
    info = camera_info_message(width, height, focal=float(width))
    # One ray through the middle of every pixel, as a long row.
    rows, columns = (indices.reshape(-1) for indices in np.indices((height, width)))
    x, y = (columns - (width - 1) / 2) / width, (rows - (height - 1) / 2) / width
    rays = np.stack([x, y, np.ones(height * width)], axis=-1)

    def answered() -> bool:
        stamp = peer.get_clock().now().nanoseconds
        seed = stamp % 1000
        rgb = encode_image(rgb_picture(seed), "rgb8", stamp=stamp, frame_id="rgb_optical")
        thermal = encode_image(thermal_picture(seed), "mono8", stamp=stamp, frame_id="thermal_optical")
        messages = (rgb, thermal, cloud_of(rays, stamp=stamp), info)
        for publisher, message in zip(publishers.values(), messages, strict=True):
            publisher.publish(message)
        return any(
            to_nanoseconds(cloud.header.stamp) in labels and (point_view(cloud)["label"] != 255).any()
            for cloud in labelled
        )

    spin_until(ros_executor, answered, "a labelled cloud", PATIENCE)
    cloud = next(
        cloud
        for cloud in reversed(labelled)
        if to_nanoseconds(cloud.header.stamp) in labels and (point_view(cloud)["label"] != 255).any()
    )
    expected = pixel_view(labels[to_nanoseconds(cloud.header.stamp)])
    assert np.array_equal(point_view(cloud)["label"].reshape(height, width), expected)

    yield
    assert launched.exit_codes == {"segmentation_node": [0], "semantic_points_node": [0]}

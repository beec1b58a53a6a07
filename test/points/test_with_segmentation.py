"""Both nodes together: points get the very labels that are published."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.parameter import Parameter
from sensor_msgs.msg import Image, PointCloud2

from csk_ros.messages.image_layout import pixel_view
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.points.semantic_points_node import SemanticPointsNode
from support.checkpoints import write_random_checkpoint
from support.clouds import cloud_of
from support.rig import Rig
from support.spin import spin_until


def test_a_depth_cameras_cloud_gets_the_labels_of_its_frame(ros_context, ros_executor, tmp_path):
    rig = Rig(ros_context, ros_executor, write_random_checkpoint(tmp_path / "random.safetensors"))
    patient = [Parameter("wait", value=10.0)]
    points_node = SemanticPointsNode(context=ros_context, parameter_overrides=patient)
    ros_executor.add_node(points_node)
    try:
        clouds: list[PointCloud2] = []
        confidence: list[Image] = []
        rig.listen(PointCloud2, "segmentation/points", clouds)
        rig.listen(Image, "segmentation/confidence", confidence)
        depth = rig.peer.create_publisher(PointCloud2, "points", 5)
        rig.start()
        spin_until(
            ros_executor,
            lambda: (
                depth.get_subscription_count() == 1
                and points_node.count_subscribers("segmentation/points") == 1
                and points_node.count_publishers("segmentation/confidence") == 1
                and rig.peer.count_subscribers("segmentation/confidence") == 2
            ),
            "discovery",
        )
        rig.sleep(0.1)
        rig.send("rgb", 1)
        rig.send("thermal", 1)
        rig.settle()
        spin_until(ros_executor, lambda: bool(confidence), "the confidence")
        (labels,) = (pixel_view(message) for message in rig.labels)
        depth.publish(cloud_of(np.ones((*labels.shape, 3)), stamp=rig.now))
        spin_until(ros_executor, lambda: bool(clouds), "a labelled cloud")
        points = point_view(clouds[0])
        assert to_nanoseconds(clouds[0].header.stamp) == rig.now
        assert len(np.unique(labels)) > 1
        assert np.array_equal(points["label"], labels)
        assert np.array_equal(points["confidence"], pixel_view(confidence[0]))
    finally:
        rig.node.destroy_node()
        points_node.destroy_node()
        rig.peer.destroy_node()

"""What docs/navigation.md gives to copy does what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import PointCloud2

from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.messages.point_cloud_extension import extended
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.share import SHIPPED_MODEL, share_file
from support.clouds import cloud_of
from support.spin import spin_until

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "navigation.md").read_text()


def block(language: str, first_line: str) -> str:
    """The page's only block of code in a language that begins with a line."""
    blocks = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    (code,) = [code for code in blocks if code.startswith(first_line)]
    return code


def label_filter() -> str:
    return block("python", "")


def test_the_filter_lets_through_the_points_of_its_classes_that_are_sure_enough(
    tmp_path, ros_context, ros_executor
):
    script = tmp_path / "label_filter.py"
    script.write_text(label_filter())
    peer = Node("peer", context=ros_context)
    ros_executor.add_node(peer)
    publisher = peer.create_publisher(PointCloud2, "segmentation/points", 5)
    heard: list[PointCloud2] = []
    peer.create_subscription(PointCloud2, "segmentation/obstacles", heard.append, qos_profile_sensor_data)
    sent = extended(
        cloud_of(np.arange(18).reshape(2, 3, 3)),
        {
            "label": np.array([[0, 1, 2], [3, 255, 2]], np.uint8),
            "confidence": np.array([[255, 128, 200], [127, 0, 255]], np.uint8),
        },
    )
    process = subprocess.Popen([sys.executable, script])
    try:
        spin_until(
            ros_executor,
            lambda: (
                publisher.get_subscription_count() > 0 and peer.count_publishers("segmentation/obstacles")
            ),
            "the filter",
        )
        # Best effort, as Nav2 hears it: what comes before the two have found each other is lost.
        spin_until(ros_executor, lambda: publisher.publish(sent) or bool(heard), "a filtered cloud")
    finally:
        process.terminate()
        process.wait(10)
        peer.destroy_node()
    points = point_view(heard[0])
    assert points.shape == (1, 3)
    assert points["x"].tolist() == [[3.0, 6.0, 15.0]]
    assert points["label"].tolist() == [[1, 2, 2]]
    assert heard[0].header == sent.header


def test_the_filters_classes_are_called_what_it_says():
    ids, names = re.search(r"^OBSTACLES = \((.*)\)  # (.*)$", label_filter(), re.MULTILINE).groups()
    _, metadata = load_checkpoint(share_file(SHIPPED_MODEL))
    assert names.split(", ") == [metadata.label_set.classes[int(number)] for number in ids.split(", ")]


def test_the_obstacle_layer_marks_what_is_filtered_and_clears_by_all_that_is_labelled(offered):
    layer = yaml.safe_load(block("yaml", "obstacle_layer:"))["obstacle_layer"]
    assert layer["observation_sources"].split() == ["obstacles", "view"]
    marking, clearing = layer["obstacles"], layer["view"]
    assert (marking["marking"], marking["clearing"], marking["topic"]) == (
        True,
        False,
        "/segmentation/obstacles",
    )
    assert (clearing["marking"], clearing["clearing"]) == (False, True)
    assert clearing["topic"] in offered
    # Without a height of its own a source takes nothing above 0.
    assert marking["max_obstacle_height"] > marking["min_obstacle_height"]
    assert clearing["max_obstacle_height"] > clearing["min_obstacle_height"]


def test_a_lifecycle_manager_is_told_not_to_wait_for_a_bond():
    (manager,) = yaml.safe_load(block("yaml", "lifecycle_manager_segmentation:")).values()
    assert manager["ros__parameters"] == {
        "autostart": True,
        "node_names": ["segmentation"],
        "bond_timeout": 0.0,
    }

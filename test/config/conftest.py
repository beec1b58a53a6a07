"""What the nodes really publish, for tests of files that name their topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.lifecycle import LifecycleNode

from csk_ros.node.outputs import Outputs
from csk_ros.points.semantic_points_node import SemanticPointsNode
from support.spin import spin_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rclpy.context import Context
    from rclpy.executors import SingleThreadedExecutor
    from rclpy.qos import QoSProfile


@pytest.fixture
def offered(ros_context: Context, ros_executor: SingleThreadedExecutor) -> Iterator[dict[str, QoSProfile]]:
    """The QoS that the nodes offer, by absolute topic."""
    nodes = [LifecycleNode("segmentation", context=ros_context), SemanticPointsNode(context=ros_context)]
    Outputs(nodes[0])
    ros_executor.add_node(nodes[1])
    spin_until(
        ros_executor,
        lambda: all(nodes[0].count_publishers(f"/segmentation{end}") for end in ("", "/mode", "/points")),
        "the nodes' publishers",
    )
    topics = dict(nodes[0].get_topic_names_and_types())
    profiles = {topic: nodes[0].get_publishers_info_by_topic(topic) for topic in topics}
    yield {topic: publishers[0].qos_profile for topic, publishers in profiles.items() if publishers}
    for node in nodes:
        node.destroy_node()

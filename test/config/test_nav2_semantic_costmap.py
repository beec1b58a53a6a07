"""The Nav2 example names our topics and classes, and asks for what is offered."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.qos import (
    DurabilityPolicy,
    QoSCompatibility,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
    qos_profile_sensor_data,
)

from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.node.outputs import LATCHED_QOS
from csk_ros.points.semantic_points_node import SemanticPointsNode
from csk_ros.share import SHIPPED_MODEL, share_file

EXAMPLE = yaml.safe_load(share_file("config/nav2_semantic_costmap.yaml").read_text())
COSTMAP = EXAMPLE["local_costmap"]["local_costmap"]["ros__parameters"]
LAYER = COSTMAP["semantic_layer"]
SOURCE = LAYER["thermal_camera"]
CLASS_TYPES = {name: SOURCE[name] for name in SOURCE["class_types"]}

LAYER_PARAMETERS = {
    "plugin": str,
    "enabled": bool,
    "combination_method": int,
    "observation_sources": str,
    "thermal_camera": dict,
}
SOURCE_PARAMETERS = {
    "segmentation_topic": str,
    "confidence_topic": str,
    "labels_topic": str,
    "pointcloud_topic": str,
    "min_obstacle_distance": float,
    "max_obstacle_distance": float,
    "tile_map_decay_time": float,
    "use_cost_selection": bool,
    "class_types": list,
}
CLASS_TYPE_PARAMETERS = {
    "classes": list,
    "base_cost": int,
    "max_cost": int,
    "mark_confidence": int,
    "samples_to_max_cost": int,
    "dominant_priority": bool,
}
"""What the layer declares on Humble, Jazzy and newer; rclcpp takes no integer for a double."""


def types_of(parameters: dict[str, object]) -> dict[str, type]:
    return {name: type(value) for name, value in parameters.items()}


def test_every_layer_that_is_loaded_is_configured():
    assert set(COSTMAP) == {"plugins", *COSTMAP["plugins"]}
    assert LAYER["observation_sources"].split() == ["thermal_camera"]


def test_parameters_are_the_layers_own_and_of_its_types():
    assert types_of(LAYER) == LAYER_PARAMETERS
    assert types_of(SOURCE) == SOURCE_PARAMETERS | dict.fromkeys(CLASS_TYPES, dict)
    assert len(CLASS_TYPES) == 3
    for parameters in CLASS_TYPES.values():
        assert types_of(parameters) == CLASS_TYPE_PARAMETERS


def test_every_class_of_the_shipped_model_has_one_cost():
    _, metadata = load_checkpoint(share_file(SHIPPED_MODEL))
    named = Counter(name for parameters in CLASS_TYPES.values() for name in parameters["classes"])
    assert named == Counter(metadata.label_set.classes)


def test_costs_are_those_of_a_costmap_and_rise_with_evidence():
    for parameters in CLASS_TYPES.values():
        # 255 would be "unknown".
        assert 0 <= parameters["base_cost"] <= parameters["max_cost"] <= 254
        assert 0 <= parameters["mark_confidence"] <= 255


@pytest.mark.parametrize("parameter", ["segmentation_topic", "confidence_topic"])
def test_images_are_offered_in_a_quality_that_suits_the_layer(offered, parameter: str):
    compatible, reason = qos_check_compatible(offered[SOURCE[parameter]], qos_profile_sensor_data)
    assert compatible != QoSCompatibility.ERROR, reason


def test_label_info_is_offered_in_a_quality_that_suits_the_layer():
    assert SOURCE["labels_topic"] == "/segmentation/label_info"
    wanted = QoSProfile(
        depth=5, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
    )
    compatible, reason = qos_check_compatible(LATCHED_QOS, wanted)
    assert compatible != QoSCompatibility.ERROR, reason


def test_the_cloud_is_the_one_that_our_own_node_labels(ros_context):
    node = SemanticPointsNode(context=ros_context)
    heard = dict(node.get_subscriber_names_and_types_by_node(node.get_name(), node.get_namespace()))
    assert heard[SOURCE["pointcloud_topic"]] == ["sensor_msgs/msg/PointCloud2"]
    node.destroy_node()

"""docs/nodes.md and the README name the topics and services that the real nodes have."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.executors import SingleThreadedExecutor
from rclpy.parameter import Parameter

from csk_ros.node.label_info import LabelInfo
from csk_ros.node.segmentation_node import SegmentationNode
from csk_ros.points.semantic_points_node import SemanticPointsNode
from support.checkpoints import write_random_checkpoint
from support.source_code import ROOT
from support.spin import spin_until

PAGE = (ROOT / "docs" / "nodes.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")

OF_EVERY_NODE = re.compile(
    r"rosout|parameter|type_description|change_state|transition|get_state|available_states"
)
"""Topics and services of nodes, and of lifecycle nodes."""


def listed(node: str, heading: str) -> dict[str, str]:
    """Names and types of a node's list on the page of the nodes."""
    (section,) = re.findall(rf"^## {node}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    (part,) = re.findall(rf"^### {heading}\n(.*?)(?=^### |\Z)", section, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"^- \*\*(\S+)\*\* \((\S+)\):", part, re.MULTILINE))


def in_readme(heading: str) -> dict[str, str]:
    """Names and types of a table of topics; a row may name two topics of one type."""
    (table,) = re.findall(rf"^\| {heading} \| type \| \|\n(.*?)\n\n", README, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| (`.+?`) \| `(\S+?)`", table, re.MULTILINE)
    return {name: kind for names, kind in rows for name in re.findall(r"`(\S+?)`", names)}


def of_the_node(found: list[tuple[str, list[str]]]) -> dict[str, str]:
    """Names and types as the page has them, without those of every node."""
    names = {}
    for full, (kind,) in found:
        name = re.sub("^/(?!diagnostics)", "", full).replace("segmentation/enable", "~/enable")
        if not OF_EVERY_NODE.search(name):
            names[name] = re.sub("/(msg|srv)/", "/", kind)
    return names


def without_missing_packages(names: dict[str, str]) -> dict[str, str]:
    return {name: kind for name, kind in names.items() if LabelInfo or not kind.startswith("vision_msgs")}


def graph(node, what: str, awaited: dict[str, str]) -> dict[str, str]:
    """Topics or services of a node, once the awaited ones have come: by DDS, even to itself."""
    ask = getattr(node, f"get_{what}_names_and_types_by_node")

    def found() -> dict[str, str]:
        return of_the_node(ask(node.get_name(), node.get_namespace()))

    executor = SingleThreadedExecutor(context=node.context)
    spin_until(executor, lambda: awaited.keys() <= found().keys(), f"{what}s {sorted(awaited)}")
    return found()


@pytest.fixture
def segmentation(ros_context, tmp_path):
    """Makes a configured node, with parameters of its own."""
    nodes = []
    checkpoint = write_random_checkpoint(tmp_path / "random.safetensors")

    def make(**parameters) -> SegmentationNode:
        values = {"model.path": str(checkpoint), "model.runtime": "torch", "registration.mode": "cameras"}
        values |= parameters
        overrides = [Parameter(name, value=value) for name, value in values.items()]
        nodes.append(SegmentationNode(context=ros_context, parameter_overrides=overrides))
        nodes[-1].trigger_configure()
        return nodes[-1]

    yield make
    for node in nodes:
        node.destroy_node()


def test_the_segmentation_node_hears_what_is_listed(segmentation):
    listening = listed("segmentation_node", "Subscribed topics")
    assert graph(segmentation(), "subscriber", in_readme("subscribed")) == in_readme("subscribed")
    segmentation(**{"rgb.transport": "compressed", "thermal.transport": "compressed"})
    node = segmentation(**{"thermal.transport": "compressedDepth"})
    # The graph does not tell nodes of one name apart: it shows the topics of all.
    assert graph(node, "subscriber", listening) == listening


def test_the_segmentation_node_publishes_what_is_listed(segmentation):
    expected = without_missing_packages(listed("segmentation_node", "Published topics"))
    assert graph(segmentation(), "publisher", expected) == expected
    assert without_missing_packages(in_readme("published")) == expected


def test_the_segmentation_node_serves_what_is_listed(segmentation):
    expected = listed("segmentation_node", "Services")
    assert graph(segmentation(), "service", expected) == expected == {"~/enable": "std_srvs/SetBool"}


def test_the_semantic_points_node_has_what_is_listed(ros_context):
    node = SemanticPointsNode(context=ros_context)
    try:
        for what, heading in (("subscriber", "Subscribed topics"), ("publisher", "Published topics")):
            expected = listed("semantic_points_node", heading)
            assert graph(node, what, expected) == expected
    finally:
        node.destroy_node()

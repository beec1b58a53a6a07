"""The Foxglove layout: every panel is there, and every topic and message path in it leads to something."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml

pytest.importorskip("rclpy", reason="needs ROS 2")

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.lifecycle import LifecycleNode
from rclpy.node import Node

from csk_ros.mode import Mode
from csk_ros.node.diagnostics import Snapshot, segmentation_status
from csk_ros.node.outputs import LATCHED_QOS, Origin, Outputs
from csk_ros.node.segmentation_node import SegmentationNode
from csk_ros.share import share_file
from csk_ros.stream.fallback import Decision
from csk_ros.stream.frame import STREAMS
from csk_ros.stream.frame_ledger import FrameCounts
from csk_ros.stream.stream_health import StreamHealth
from support.message_path import follow, topic_of
from support.spin import spin_until

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYOUT = json.loads(share_file("config/foxglove.json").read_text())
PANELS: dict[str, dict[str, Any]] = LAYOUT["configById"]
INDICATOR = PANELS["Indicator!mode"]
DIAGNOSTICS = PANELS["DiagnosticStatusPanel!node"]

PATHS = [
    INDICATOR["path"],
    *(path["value"] for panel in PANELS.values() for path in panel.get("paths", [])),
]
PICTURES = [panel["imageMode"]["imageTopic"] for panel in PANELS.values() if "imageMode" in panel]
CLOUD = PANELS["3D!points"]


def leaves(tree: str | dict[str, Any]) -> Iterator[str]:
    """The panels of a layout, those in tabs too."""
    if isinstance(tree, str):
        yield tree
        for tab in PANELS[tree].get("tabs", []):
            yield from leaves(tab["layout"])
    else:
        yield from leaves(tree["first"])
        yield from leaves(tree["second"])


def diagnostics(name: str) -> DiagnosticArray:
    """What a node says that has been through all modes."""
    snapshot = Snapshot(
        Decision(Mode.FUSED, "both cameras ok"),
        StreamHealth(),
        StreamHealth(),
        FrameCounts(
            received=Counter(dict.fromkeys(STREAMS, 30)),
            published=Counter(dict.fromkeys(Mode, 10)),
            dropped=Counter(),
        ),
        gaps=dict.fromkeys(STREAMS, 0.0),
        skew=0,
        latency=(40.0, 55.5),
        inference=(36.0, 50.25),
        rgb_unused=None,
        failure=None,
        facts={},
    )
    return DiagnosticArray(status=[segmentation_status(name, "cpu", snapshot, 0)])


def test_every_panel_has_its_settings_and_its_place():
    assert sorted(leaves(LAYOUT["layout"])) == sorted(PANELS)


def test_every_topic_exists(offered):
    cameras = {f"/{stream}/image_raw" for stream in STREAMS}
    assert set(PICTURES) == {*cameras, "/segmentation/overlay", "/segmentation/confidence"}
    named = {*PICTURES, *CLOUD["topics"], *map(topic_of, PATHS), DIAGNOSTICS["topicToRender"]}
    assert named <= {*cameras, *offered}


def test_the_modes_paths_lead_into_segmentation_mode(ros_context, ros_executor):
    node, peer = LifecycleNode("segmentation", context=ros_context), Node("peer", context=ros_context)
    outputs = Outputs(node)
    node.trigger_configure()
    node.trigger_activate()
    messages: list[DiagnosticArray] = []
    peer.create_subscription(DiagnosticArray, "segmentation/mode", messages.append, LATCHED_QOS)
    ros_executor.add_node(peer)
    outputs.publish_mode(Origin(1_000_000_000, "thermal", Mode.THERMAL, "rgb dark", None))
    spin_until(ros_executor, lambda: bool(messages), "a mode")
    paths = [path for path in PATHS if topic_of(path) == "/segmentation/mode"]
    assert {path: follow(path, messages[0]) for path in paths} == {
        INDICATOR["path"]: ["thermal"],
        '/segmentation/mode.status[0].values[:]{key=="reason"}.value': ["rgb dark"],
    }
    node.destroy_node()
    peer.destroy_node()


def test_the_counters_paths_lead_into_the_diagnostics_of_a_node_of_the_default_name(
    ros_context, ros_executor
):
    node = SegmentationNode(context=ros_context)
    messages: list[DiagnosticArray] = []
    node.create_subscription(DiagnosticArray, "/diagnostics", messages.append, 10)
    ros_executor.add_node(node)
    spin_until(ros_executor, lambda: bool(messages), "diagnostics")
    name = messages[0].status[0].name
    paths = [path for path in PATHS if topic_of(path) == "/diagnostics"]
    assert [follow(path, diagnostics(name)) for path in paths] == [["30"]] * 2 + [["10"]] * 3
    assert (DIAGNOSTICS["selectedName"], DIAGNOSTICS["selectedHardwareId"]) == (name, "cpu")
    node.destroy_node()


def test_the_cloud_is_shown_as_rviz_shows_it():
    rviz = yaml.safe_load(share_file("config/csk_ros.rviz").read_text())["Visualization Manager"]
    (cloud,) = (display for display in rviz["Displays"] if display["Name"] == "labelled cloud")
    shown = CLOUD["topics"][cloud["Topic"]["Value"]]
    assert CLOUD["followTf"] == rviz["Global Options"]["Fixed Frame"]
    assert (shown["colorField"], shown["minValue"], shown["maxValue"]) == (
        cloud["Channel Name"],
        cloud["Min Intensity"],
        cloud["Max Intensity"],
    )


def test_every_mode_has_a_colour():
    rules = {rule["rawValue"]: rule["color"] for rule in INDICATOR["rules"]}
    assert set(rules) == {mode.value for mode in Mode}
    assert len({*rules.values(), INDICATOR["fallbackColor"]}) == len(Mode) + 1

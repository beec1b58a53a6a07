"""The RViz configuration shows what there is, and asks for it as it is offered."""

from __future__ import annotations

import pytest
import yaml

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    QoSCompatibility,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
)

from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.ros.qos import CAMERA_QOS
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.stream.frame import STREAMS
from csk_ros.synthetic.recording import SyntheticRecording

RVIZ = yaml.safe_load(share_file("config/csk_ros.rviz").read_text())
MANAGER = RVIZ["Visualization Manager"]
DISPLAYS = {display["Name"]: display for display in MANAGER["Displays"]}
CAMERAS = {f"/{stream}/image_raw" for stream in STREAMS}


def requested(topic: dict[str, object]) -> QoSProfile:
    """The QoS of a display's subscription."""
    return QoSProfile(
        depth=topic["Depth"],
        history=HistoryPolicy[str(topic["History Policy"]).upper().replace(" ", "_")],
        reliability=ReliabilityPolicy[str(topic["Reliability Policy"]).upper().replace(" ", "_")],
        durability=DurabilityPolicy[str(topic["Durability Policy"]).upper().replace(" ", "_")],
    )


def test_every_output_shown_is_published_in_a_quality_that_suits(offered):
    shown = {display["Topic"]["Value"]: display["Topic"] for display in DISPLAYS.values()}
    assert set(shown) - CAMERAS == {"/segmentation/overlay", "/segmentation/points"}
    for topic in set(shown) - CAMERAS:
        quality = requested(shown[topic])
        compatible, reason = qos_check_compatible(offered[topic], quality)
        assert compatible != QoSCompatibility.ERROR, f"{topic}: {reason}"
        assert (quality.reliability, quality.durability) == (
            offered[topic].reliability,
            offered[topic].durability,
        )


def test_cameras_are_heard_as_the_node_hears_them():
    cameras = [display["Topic"] for display in DISPLAYS.values() if display["Topic"]["Value"] in CAMERAS]
    assert {topic["Value"] for topic in cameras} == CAMERAS
    for topic in cameras:
        quality = requested(topic)
        assert (quality.reliability, quality.depth) == (CAMERA_QOS.reliability, CAMERA_QOS.depth)
        assert quality.durability == DurabilityPolicy.VOLATILE


def test_recordings_need_no_transform():
    frames = {
        image.frame_id
        for image in SyntheticRecording(0, duration=0.1, rate=10.0)
        if image.stream == "thermal"
    }
    assert frames == {MANAGER["Global Options"]["Fixed Frame"]}


def test_every_class_and_no_class_at_all_have_a_colour_of_their_own():
    cloud = DISPLAYS["labelled cloud"]
    _, metadata = load_checkpoint(share_file(SHIPPED_MODEL))
    assert cloud["Channel Name"] == "label"
    assert cloud["Autocompute Intensity Bounds"] is False
    # RViz cuts off what lies outside the bounds: 255, which is unlabelled, must not fall upon a class.
    assert cloud["Min Intensity"] <= 0
    assert len(metadata.label_set) <= cloud["Max Intensity"] < 255


def test_every_picture_has_its_place_in_the_window():
    places = RVIZ["Window Geometry"]["QMainWindow State"]
    pictures = {
        name for name, display in DISPLAYS.items() if display["Class"] == "rviz_default_plugins/Image"
    }
    assert pictures == {"rgb", "thermal", "overlay"}
    for name in pictures:
        # As QMainWindow::saveState writes a name: its length in bytes, then UTF-16.
        assert f"{2 * len(name):08x}{name.encode('utf-16-be').hex()}" in places

from __future__ import annotations

import time

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.node import Node
from sensor_msgs.msg import Image

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.stamp_message import to_stamp
from csk_ros.mode import Mode
from csk_ros.soak.listener import Listener
from support.spin import spin_until


class Peer(Node):
    """Says what the segmentation node says."""

    def __init__(self, context):
        super().__init__("peer", context=context)
        self.labels = self.create_publisher(Image, "segmentation", 10)
        self.source = self.create_publisher(DiagnosticArray, "segmentation/source", 10)
        self.diagnostics = self.create_publisher(DiagnosticArray, "/diagnostics", 10)

    def show_labels(self, stamp):
        labels = np.zeros((4, 6), np.uint8)
        self.labels.publish(encode_image(labels, "mono8", stamp=stamp, frame_id="thermal"))


def report(stamp, message, **values):
    items = [KeyValue(key=key, value=value) for key, value in values.items()]
    status = DiagnosticStatus(
        level=DiagnosticStatus.WARN, name="segmentation: segmentation", message=message, values=items
    )
    array = DiagnosticArray(status=[status])
    array.header.stamp = to_stamp(stamp)
    return array


@pytest.fixture
def listener(ros_context, ros_executor):
    node = Listener(ros_context)
    ros_executor.add_node(node)
    yield node
    ros_executor.remove_node(node)
    node.destroy_node()


@pytest.fixture
def peer(listener, ros_executor):
    node = Peer(listener.context)
    publishers = (node.labels, node.source, node.diagnostics)
    spin_until(
        ros_executor, lambda: all(p.get_subscription_count() for p in publishers), "the listener listening"
    )
    yield node
    node.destroy_node()


def test_labels_are_counted_and_timed_from_their_stamp_by_mode(ros_executor, listener, peer):
    stamp = time.time_ns() - 2_000_000_000
    peer.show_labels(stamp)
    peer.show_labels(stamp + 1)
    peer.source.publish(report(stamp + 1, "thermal"))
    # Not one of ours, and of no use.
    peer.source.publish(report(stamp, "sonar"))
    histograms = listener.latency.histograms
    spin_until(ros_executor, lambda: histograms[Mode.THERMAL].count and listener.labels == 2, "labels, mode")
    assert histograms[Mode.FUSED].count == 0
    assert 2.0 <= histograms[Mode.THERMAL].longest <= (time.time_ns() - stamp) / 1e9


def test_the_nodes_newest_status_stays(ros_executor, listener, peer):
    peer.diagnostics.publish(report(1, "no frame yet"))
    peer.diagnostics.publish(report(2, "thermal: rgb dark", mode="thermal"))
    spin_until(ros_executor, lambda: listener.status and listener.status.stamp == 2, "the second status")
    status = listener.status
    assert (status.level, status.message, status.values) == (1, "thermal: rgb dark", {"mode": "thermal"})

"""The newest status of one node among those that several give."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from csk_ros.live.status_listener import StatusListener
from csk_ros.messages.stamp_message import to_stamp
from support.spin import spin_until


def report(stamp, *names):
    statuses = [
        DiagnosticStatus(
            level=DiagnosticStatus.WARN,
            name=name,
            message="thermal",
            values=[KeyValue(key="speaker", value=name)],
        )
        for name in names
    ]
    array = DiagnosticArray(status=statuses)
    array.header.stamp = to_stamp(stamp)
    return array


@pytest.mark.parametrize(
    ("namespace", "speaker", "others"),
    [
        ("/", "segmentation: segmentation", ["robot/segmentation: segmentation", "segmentation_2: driver"]),
        (
            "/robot",
            "robot/segmentation: segmentation",
            ["segmentation: segmentation", "r/segmentation: s"],
        ),
    ],
)
def test_only_the_node_of_its_namespace_counts(ros_context, ros_executor, namespace, speaker, others):
    listener = StatusListener("listener", ros_context, namespace)
    listener.hear_status()
    ros_executor.add_node(listener)
    peer = rclpy.create_node("peer", context=ros_context)
    publisher = peer.create_publisher(DiagnosticArray, "/diagnostics", 10)
    spin_until(ros_executor, publisher.get_subscription_count, "the listener listening")
    for number in (1, 2):
        publisher.publish(report(10 + number, *others))
        publisher.publish(report(number, speaker, *others))
    spin_until(ros_executor, lambda: listener.status and listener.status.stamp == 2, "the second status")
    status = listener.status
    assert (status.level, status.message, status.values) == (1, "thermal", {"speaker": speaker})
    peer.destroy_node()
    listener.destroy_node()

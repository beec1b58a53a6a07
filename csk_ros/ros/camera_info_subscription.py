"""Subscribe to a camera's calibration, also to one that was published once, before the node was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rclpy.clock import Clock, ClockType
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import CameraInfo

from csk_ros.ros.event_callbacks import SubscriptionWarnings
from csk_ros.ros.subscription import subscribe

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.node import Node

LATCHED_QOS = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=1,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.TRANSIENT_LOCAL,
)

PERIOD = 1.0
"""Seconds between two looks for a driver that latches its calibration, as long as none has come."""


class CameraInfoSubscription:
    """Calls back with every CameraInfo of a topic, for as long as the node lives.

    No single QoS suits every driver: most repeat a volatile CameraInfo, which a latched subscription does not
    hear, and of one that is latched a volatile subscription misses what was sent before. A second
    subscription is made only for a driver that does latch: others would warn of an incompatible listener.

    Args:
        node: whose subscription it is.
        topic: its name, before remapping.
        callback: called with every message; with one of a latching driver it may be called twice.
    """

    def __init__(self, node: Node, topic: str, callback: Callable[[Any], None]) -> None:
        self._node = node
        self._topic = topic
        self._callback = callback
        subscribe(node, CameraInfo, topic).registerCallback(self._receive)
        # Steady: simulated time may stand still.
        self._timer = node.create_timer(PERIOD, self._look, clock=Clock(clock_type=ClockType.STEADY_TIME))
        self._look()

    def _receive(self, info: CameraInfo) -> None:
        self._timer.cancel()
        self._callback(info)

    def _look(self) -> None:
        publishers = self._node.get_publishers_info_by_topic(self._node.resolve_topic_name(self._topic))
        if any(found.qos_profile.durability == DurabilityPolicy.TRANSIENT_LOCAL for found in publishers):
            self._timer.cancel()
            self._node.create_subscription(
                CameraInfo,
                self._topic,
                self._callback,
                LATCHED_QOS,
                event_callbacks=SubscriptionWarnings(),
            )

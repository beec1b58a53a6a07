"""Subscribe through message_filters where it is installed, through rclpy alone elsewhere."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from rclpy.qos import HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.qos_overriding_options import QoSOverridingOptions

try:
    from message_filters import Subscriber
except ImportError:
    # The ROS wheels on PyPI do not have it.
    Subscriber = None

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.node import Node

CAMERA_QOS = QoSProfile(history=HistoryPolicy.KEEP_LAST, depth=2, reliability=ReliabilityPolicy.BEST_EFFORT)
"""Best effort hears reliable and best-effort cameras; two frames, for old ones are of no use."""


def subscribe(node: Node, message_type: type, topic: str, callback: Callable[[Any], None]) -> object:
    """Call `callback` with every message of a camera topic.

    Returns:
        The subscription; it lives as long as the node.
    """
    options = QoSOverridingOptions.with_default_policies()
    # A copy: rclpy writes the overrides of this topic into the profile it is given.
    qos = copy(CAMERA_QOS)
    if Subscriber is not None:
        subscriber = Subscriber(node, message_type, topic, qos_profile=qos, qos_overriding_options=options)
        subscriber.registerCallback(callback)
        return subscriber
    return node.create_subscription(message_type, topic, callback, qos, qos_overriding_options=options)

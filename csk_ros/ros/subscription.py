"""Subscribe through message_filters where it is installed, through rclpy alone elsewhere."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from rclpy.qos_overriding_options import QoSOverridingOptions

from csk_ros.ros.event_callbacks import SubscriptionWarnings
from csk_ros.ros.message_filter import MessageFilter
from csk_ros.ros.qos import CAMERA_QOS

try:
    from message_filters import Subscriber
except ImportError:
    # The ROS wheels on PyPI do not have it.
    Subscriber = None

if TYPE_CHECKING:
    from rclpy.node import Node
    from rclpy.qos import QoSProfile

    from csk_ros.ros.message_filter import Filter


def subscribe(node: Node, message_type: type, topic: str, qos: QoSProfile = CAMERA_QOS) -> Filter:
    """Subscribe to a topic; users can override its QoS by `qos_overrides` parameters.

    Returns:
        What calls back with every message of the topic; it lives as long as the node.
    """
    options = QoSOverridingOptions.with_default_policies()
    # A copy: rclpy writes the overrides of this topic into the profile it is given.
    qos = copy(qos)
    if Subscriber is not None:
        source: Filter = Subscriber(
            node,
            message_type,
            topic,
            qos_profile=qos,
            qos_overriding_options=options,
            event_callbacks=SubscriptionWarnings(),
        )
        return source
    topic_filter = MessageFilter()
    node.create_subscription(
        message_type,
        topic,
        topic_filter.signal,
        qos,
        qos_overriding_options=options,
        event_callbacks=SubscriptionWarnings(),
    )
    return topic_filter

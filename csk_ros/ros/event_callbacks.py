"""What rclpy warns of topics, by the names that the topics have after remapping."""

from __future__ import annotations

from typing import Any

try:
    from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
except ImportError:
    # Humble has them elsewhere.
    from rclpy.qos_event import PublisherEventCallbacks, SubscriptionEventCallbacks


class SubscriptionWarnings(SubscriptionEventCallbacks):
    """rclpy's own warnings, of incompatible QoS for instance; it names topics as they are in the code."""

    def create_event_handlers(
        self,
        callback_group: Any,
        subscription: Any,
        topic_name: str,  # noqa: ARG002 - the name in the code
    ) -> Any:
        """Make rclpy's handlers, for the topic's full name."""
        return super().create_event_handlers(callback_group, subscription, _full_name(subscription))


class PublisherWarnings(PublisherEventCallbacks):
    """The same of a publisher."""

    def create_event_handlers(
        self,
        callback_group: Any,
        publisher: Any,
        topic_name: str,  # noqa: ARG002 - the name in the code
    ) -> Any:
        """Make rclpy's handlers, for the topic's full name."""
        return super().create_event_handlers(callback_group, publisher, _full_name(publisher))


def _full_name(end: Any) -> str:
    with end:
        return str(end.get_topic_name())

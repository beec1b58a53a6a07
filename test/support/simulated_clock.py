"""Simulated time for nodes under test."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rosgraph_msgs.msg import Clock

from csk_ros.messages.stamp_message import to_stamp
from support.spin import spin_until

if TYPE_CHECKING:
    from rclpy.executors import Executor
    from rclpy.node import Node

AGAIN = 1.0
"""Seconds after which a time that has not been heard is published again: nodes hear /clock best effort."""


class SimulatedClock:
    """Publishes /clock, and waits until it has been heard."""

    def __init__(self, peer: Node, executor: Executor) -> None:
        self._publisher = peer.create_publisher(Clock, "/clock", 10)
        self._executor = executor

    @property
    def has_listener(self) -> bool:
        """Whether a node has found the clock."""
        return self._publisher.get_subscription_count() > 0

    def set(self, now: int, node: Node) -> None:
        """Make it `now` (ns), as `node` sees it."""
        published: float | None = None

        def heard() -> bool:
            nonlocal published
            if published is None or time.monotonic() - published >= AGAIN:
                self._publisher.publish(Clock(clock=to_stamp(now)))
                published = time.monotonic()
            return bool(node.get_clock().now().nanoseconds == now)

        spin_until(self._executor, heard, "the node's clock")

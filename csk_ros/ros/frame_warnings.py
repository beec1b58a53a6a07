"""Warnings about frames: each kind is logged now and then, not once a frame."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rclpy.node import Node

PERIOD = 5.0
"""Seconds between two log lines of one kind; diagnostics count every case."""


class FrameWarnings:
    """Logs a kind of warning at most every few seconds, whatever else is logged; for any thread."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._said: dict[str, float] = {}

    def tell(self, kind: str, text: str) -> None:
        """Log `text`, unless a warning of this kind has been logged just now, or the node is ending."""
        if not self._node.context.ok():
            # A signal takes the context away under the frame at hand: that it fails then is no news.
            return
        now = time.monotonic()
        if now - self._said.get(kind, -PERIOD) >= PERIOD:
            self._said[kind] = now
            self._node.get_logger().warning(text)

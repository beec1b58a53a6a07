"""A node that hears what the segmentation node says of itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy

from csk_ros.live.seen import SeenDiagnostics

if TYPE_CHECKING:
    from rclpy.context import Context

EVERYTHING = QoSProfile(depth=100, reliability=ReliabilityPolicy.RELIABLE)
"""Three seconds of labels at 30 Hz: none may get lost because this process waits for a processor."""


class StatusListener(Node):
    """Keeps the newest status of the segmentation node of its namespace, while it is spun.

    Args:
        name: of this node.
        context: of rclpy.
        namespace: of both nodes.
    """

    def __init__(self, name: str, context: Context, namespace: str = "/") -> None:
        super().__init__(name, context=context, namespace=namespace)
        self._speaker = f"{self.get_namespace().strip('/')}/segmentation: ".lstrip("/")
        self.status: SeenDiagnostics | None = None
        """The node's newest; None until it is heard."""

    def hear_status(self) -> None:
        """Subscribe to /diagnostics, after all else: whom the status reaches is known to the node."""
        self.create_subscription(DiagnosticArray, "/diagnostics", self._see_diagnostics, EVERYTHING)

    def _see_diagnostics(self, message: DiagnosticArray) -> None:
        arrived = time.monotonic_ns()
        for status in message.status:
            if status.name.startswith(self._speaker):
                self.status = SeenDiagnostics.of(message.header, status, arrived)

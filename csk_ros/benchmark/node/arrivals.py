"""The node that notes when labels arrive, and what the segmentation node says of itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.live.seen import SeenDiagnostics
from csk_ros.messages.stamp import to_nanoseconds

if TYPE_CHECKING:
    from rclpy.context import Context

_EVERYTHING = QoSProfile(depth=100, reliability=ReliabilityPolicy.RELIABLE)


class Arrivals(Node):
    """Listens to the node of its namespace while it is spun."""

    def __init__(self, context: Context, namespace: str) -> None:
        super().__init__("benchmark_arrivals", context=context, namespace=namespace)
        self._name = f"{self.get_namespace().strip('/')}/segmentation: ".lstrip("/")
        self.ages: dict[int, int] = {}
        """By the stamp of the picture: from then to the arrival of its labels, in ns."""
        self.status: SeenDiagnostics | None = None
        """The node's newest."""
        self.create_subscription(Image, "segmentation", self._see_labels, _EVERYTHING)
        self.create_subscription(DiagnosticArray, "/diagnostics", self._see_diagnostics, _EVERYTHING)

    def _see_labels(self, message: Image) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        self.ages[stamp] = time.time_ns() - stamp

    def _see_diagnostics(self, message: DiagnosticArray) -> None:
        (status,) = message.status
        if status.name.startswith(self._name):
            self.status = SeenDiagnostics.of(message.header, status, time.monotonic_ns())

"""The node that notes when labels arrive, and what the segmentation node says of itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sensor_msgs.msg import Image

from csk_ros.live.status_listener import EVERYTHING, StatusListener
from csk_ros.messages.stamp import to_nanoseconds

if TYPE_CHECKING:
    from rclpy.context import Context


class Arrivals(StatusListener):
    """Listens to the node of its namespace while it is spun."""

    def __init__(self, context: Context, namespace: str = "/") -> None:
        super().__init__("benchmark_arrivals", context, namespace)
        self.ages: dict[int, int] = {}
        """By the stamp of the picture: from then to the arrival of its labels, in ns."""
        self.create_subscription(Image, "segmentation", self._see_labels, EVERYTHING)
        self.hear_status()

    def _see_labels(self, message: Image) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        self.ages[stamp] = time.time_ns() - stamp

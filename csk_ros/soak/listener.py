"""The node that hears what the segmentation node says, and keeps figures alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from diagnostic_msgs.msg import DiagnosticArray
from sensor_msgs.msg import Image

from csk_ros.live.status_listener import EVERYTHING, StatusListener
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.mode import Mode
from csk_ros.soak.latency_by_mode import LatencyByMode

if TYPE_CHECKING:
    from rclpy.context import Context

_MODES = frozenset(mode.value for mode in Mode)


class Listener(StatusListener):
    """Counts labels and times them while it is spun."""

    def __init__(self, context: Context) -> None:
        super().__init__("soak_listener", context)
        self.labels = 0
        """Label images that arrived."""
        self.latency = LatencyByMode()
        """From a picture's stamp to the arrival of its labels."""
        self.create_subscription(Image, "segmentation", self._see_labels, EVERYTHING)
        self.create_subscription(DiagnosticArray, "segmentation/source", self._see_source, EVERYTHING)
        self.hear_status()

    def _see_labels(self, message: Image) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        self.labels += 1
        self.latency.see_labels(stamp, (time.time_ns() - stamp) / 1e9)

    def _see_source(self, message: DiagnosticArray) -> None:
        mode = message.status[0].message
        if mode in _MODES:
            self.latency.see_mode(to_nanoseconds(message.header.stamp), Mode(mode))

"""The topics of the two cameras."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from csk_ros.ros.subscription import subscribe
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rclpy.node import Node

    from csk_ros.parameters.parameter_values import ParameterValues
    from csk_ros.ros.message_filter import Filter
    from csk_ros.stream.frame import Stream


class CameraTopics:
    """Subscribes to the cameras, each topic once, and keeps the subscriptions as long as the node lives.

    Destroying a subscription under a spinning executor is not safe on Humble.

    Args:
        node: whose subscriptions they are.
        settings: they say which transport each camera has.
        picture: called with the stream and every image message.
        calibration: called with the stream and every CameraInfo.
    """

    def __init__(
        self,
        node: Node,
        settings: ParameterValues,
        *,
        picture: Callable[[Stream, Any], None],
        calibration: Callable[[Stream, Any], None],
    ) -> None:
        self._node = node
        self._settings = settings
        self._picture = picture
        self._calibration = calibration
        self._kept: dict[str, Filter] = {}

    def subscribe(self, calibrated: Iterable[Stream]) -> None:
        """Hear the pictures of both cameras, and the CameraInfo of those in `calibrated`.

        It may be called again, also after it has failed half-way.
        """
        for stream in STREAMS:
            compressed = self._settings.text(f"{stream}.transport") == "compressed"
            topic = f"{stream}/image_raw/compressed" if compressed else f"{stream}/image_raw"
            message_type = CompressedImage if compressed else Image
            self._hear(topic, message_type, partial(self._picture, stream))
        for stream in calibrated:
            self._hear(f"{stream}/camera_info", CameraInfo, partial(self._calibration, stream))

    def _hear(self, topic: str, message_type: type, callback: Callable[[Any], None]) -> None:
        if topic not in self._kept:
            subscription = subscribe(self._node, message_type, topic)
            subscription.registerCallback(callback)
            self._kept[topic] = subscription

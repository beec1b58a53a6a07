"""The topics of the two cameras."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sensor_msgs.msg import CompressedImage, Image

from csk_ros.ros.camera_info_subscription import CameraInfoSubscription
from csk_ros.ros.subscription import subscribe
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rclpy.node import Node

    from csk_ros.parameters.parameter_values import ParameterValues
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
        self._heard: set[str] = set()

    def subscribe(self, calibrated: Iterable[Stream]) -> None:
        """Hear the pictures of both cameras, and the CameraInfo of those in `calibrated`.

        It may be called again, also after it has failed half-way.
        """
        for stream in STREAMS:
            transport = self._settings.text(f"{stream}.transport")
            topic = f"{stream}/image_raw"
            self._hear_images(
                topic if transport == "raw" else self._transported(topic, f"/{transport}"),
                Image if transport == "raw" else CompressedImage,
                partial(self._picture, stream),
            )
        for stream in calibrated:
            topic = f"{stream}/camera_info"
            if topic not in self._heard:
                CameraInfoSubscription(self._node, topic, partial(self._calibration, stream))
                self._heard.add(topic)

    def _hear_images(self, topic: str, message_type: type, callback: Callable[[Any], None]) -> None:
        if topic not in self._heard:
            subscribe(self._node, message_type, topic).registerCallback(callback)
            self._heard.add(topic)

    def _transported(self, topic: str, end: str) -> str:
        """The name under which image_transport sends a topic compressed; `end` is what it appends.

        As there, it follows the topic's own remapping: a camera is remapped once, whatever its transport.
        A remapping of the compressed name itself comes first. A topic that is remapped to a compressed one
        is taken for it.
        """
        node, named = self._node, topic + end
        if node.resolve_topic_name(named) != node.resolve_topic_name(named, only_expand=True):
            return named
        topic = node.resolve_topic_name(topic)
        return topic if topic.endswith(end) else topic + end

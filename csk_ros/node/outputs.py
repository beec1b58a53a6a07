"""What the node publishes about every frame: labels, confidence, overlay, mode."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.qos_overriding_options import QoSOverridingOptions
from sensor_msgs.msg import CompressedImage, Image

from csk_ros.inference.overlay import draw_overlay
from csk_ros.messages.image_encoding import encode_image, encode_png
from csk_ros.messages.stamp_message import to_stamp
from csk_ros.mode import NO_MODE, Mode
from csk_ros.node.label_info import LabelInfo, label_info
from csk_ros.ros.diagnostics_publisher import status
from csk_ros.ros.event_callbacks import PublisherWarnings
from csk_ros.ros.qos import OUTPUT_QOS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rclpy.lifecycle import LifecycleNode, LifecyclePublisher

    from csk_ros.labels import LabelSet

LATCHED_QOS = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=1,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.TRANSIENT_LOCAL,
)
"""Who comes late gets the newest one, and no older one before it."""

_LEVELS = {
    Mode.FUSED: DiagnosticStatus.OK,
    Mode.THERMAL: DiagnosticStatus.WARN,
    Mode.RGB: DiagnosticStatus.WARN,
    None: DiagnosticStatus.ERROR,
}


@dataclass(frozen=True)
class Origin:
    """Where an output came from: what goes into headers, segmentation/source and segmentation/mode."""

    stamp: int
    """Header stamp of the anchor in ns."""
    frame_id: str
    mode: Mode | None
    reason: str
    skew: int | None
    """RGB stamp minus thermal stamp in ns; None unless fused."""


class Outputs:
    """The node's publishers; all of them speak only while the node is active."""

    def __init__(self, node: LifecycleNode) -> None:
        self._labels = _publisher(node, Image, "segmentation", OUTPUT_QOS)
        self._compressed = _publisher(node, CompressedImage, "segmentation/compressed", OUTPUT_QOS)
        self._confidence = _publisher(node, Image, "segmentation/confidence", OUTPUT_QOS)
        self._overlay = _publisher(node, Image, "segmentation/overlay", OUTPUT_QOS)
        self._source = _publisher(node, DiagnosticArray, "segmentation/source", OUTPUT_QOS)
        self._mode = _publisher(node, DiagnosticArray, "segmentation/mode", LATCHED_QOS)
        self._label_info = (
            _publisher(node, LabelInfo, "segmentation/label_info", LATCHED_QOS) if LabelInfo else None
        )

    @property
    def wants_compressed(self) -> bool:
        """Whether anyone listens to segmentation/compressed."""
        return bool(self._compressed.get_subscription_count())

    @property
    def wants_confidence(self) -> bool:
        """Whether anyone listens to segmentation/confidence."""
        return bool(self._confidence.get_subscription_count())

    @property
    def wants_overlay(self) -> bool:
        """Whether anyone listens to segmentation/overlay."""
        return bool(self._overlay.get_subscription_count())

    def publish_labels(self, origin: Origin, labels: NDArray[np.uint8]) -> None:
        """Publish class ids, uint8[H, W]."""
        self._labels.publish(encode_image(labels, "mono8", stamp=origin.stamp, frame_id=origin.frame_id))

    def publish_compressed(self, origin: Origin, labels: NDArray[np.uint8]) -> None:
        """Publish class ids, uint8[H, W], as PNG, which keeps every one of them."""
        self._compressed.publish(encode_png(labels, stamp=origin.stamp, frame_id=origin.frame_id))

    def publish_confidence(self, origin: Origin, confidence: NDArray[np.uint8]) -> None:
        """Publish the confidence of the labels, uint8[H, W], 255 for certain."""
        self._confidence.publish(
            encode_image(confidence, "mono8", stamp=origin.stamp, frame_id=origin.frame_id)
        )

    def publish_overlay(
        self,
        origin: Origin,
        picture: NDArray[np.uint8],
        labels: NDArray[np.uint8],
        label_set: LabelSet,
        opacity: float,
    ) -> None:
        """Publish the labels' colours over the picture (uint8[H, W, 3]) that they belong to."""
        overlay = draw_overlay(picture, labels, label_set, opacity)
        self._overlay.publish(encode_image(overlay, "rgb8", stamp=origin.stamp, frame_id=origin.frame_id))

    def publish_source(self, origin: Origin) -> None:
        """Publish mode, reason and skew of an output, with its stamp."""
        self._source.publish(_origin_message("segmentation/source", origin))

    def publish_mode(self, origin: Origin) -> None:
        """Publish which mode is in force from now on: that of an output, or none."""
        self._mode.publish(_origin_message("segmentation/mode", origin))

    def publish_label_info(self, label_set: LabelSet, stamp: int) -> None:
        """Publish what the ids mean, for everyone who comes later too."""
        if self._label_info is not None:
            self._label_info.publish(label_info(label_set, to_stamp(stamp)))


def _origin_message(topic: str, origin: Origin) -> DiagnosticArray:
    mode = NO_MODE if origin.mode is None else origin.mode.value
    values = {"mode": mode, "reason": origin.reason}
    if origin.skew is not None:
        values["skew"] = f"{origin.skew / 1e9:.6f}"
    message = DiagnosticArray()
    message.header.stamp = to_stamp(origin.stamp)
    message.header.frame_id = origin.frame_id
    message.status = [status(topic, "", _LEVELS[origin.mode], mode, values)]
    return message


def _publisher(
    node: LifecycleNode, message_type: type, topic: str, qos: QoSProfile
) -> LifecyclePublisher[Any]:
    options = QoSOverridingOptions.with_default_policies()
    # A copy: rclpy writes the overrides of this topic into the profile it is given.
    return node.create_lifecycle_publisher(
        message_type,
        topic,
        copy(qos),
        qos_overriding_options=options,
        event_callbacks=PublisherWarnings(),
    )

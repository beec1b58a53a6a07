"""The node that watches a demo: inputs as they arrive, and everything that the segmentation node says."""

from __future__ import annotations

import time
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.demo.record import Record, Seen, SeenDiagnostics, SeenMode, SeenPicture
from csk_ros.demo.thumbnail import compress
from csk_ros.inference.overlay import thermal_to_grey
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.mode import Mode
from csk_ros.replay.replay_node import TOPICS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rclpy.context import Context

    from csk_ros.demo.label_agreement import LabelAgreement
    from csk_ros.recording.fault import Camera

EVERYTHING = QoSProfile(depth=50, reliability=ReliabilityPolicy.RELIABLE)
"""Unlike what the segmentation node asks for: what is missing here was missing for everybody."""

WAITING = 32
"""Pictures of ground truth and of labels that may wait for their counterpart."""


class Recorder(Node):
    """Fills a Record while it is spun.

    Args:
        context: of rclpy.
        agreement: filled with what the labels have in common with the ground truth of the same stamp.
    """

    def __init__(self, context: Context, agreement: LabelAgreement) -> None:
        super().__init__("demo_recorder", context=context)
        self.record = Record()
        self._agreement = agreement
        self._truth: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()
        self._labels: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()
        self._modes: OrderedDict[int, Mode] = OrderedDict()
        for topic, callback in (
            (TOPICS["rgb"], partial(self._see_input, "rgb")),
            (TOPICS["thermal"], partial(self._see_input, "thermal")),
            (TOPICS["labels"], self._see_truth),
            ("segmentation", self._see_labels),
            ("segmentation/overlay", self._see_overlay),
        ):
            self.create_subscription(Image, topic, callback, EVERYTHING)
        self.create_subscription(DiagnosticArray, "segmentation/mode", self._see_mode, EVERYTHING)
        self.create_subscription(DiagnosticArray, "/diagnostics", self._see_diagnostics, EVERYTHING)

    def _see_input(self, camera: Camera, message: Image) -> None:
        now = time.monotonic_ns()
        picture = decode_rgb(message) if camera == "rgb" else thermal_to_grey(decode_thermal(message))
        stamp = to_nanoseconds(message.header.stamp)
        self.record.inputs[camera].append(SeenPicture(stamp, now, compress(picture)))

    def _see_overlay(self, message: Image) -> None:
        now = time.monotonic_ns()
        stamp = to_nanoseconds(message.header.stamp)
        self.record.overlays.append(SeenPicture(stamp, now, compress(decode_rgb(message))))

    def _see_labels(self, message: Image) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        self.record.labels.append(Seen(stamp, time.monotonic_ns()))
        _keep(self._labels, stamp, _class_ids(message))
        self._compare(stamp)

    def _see_truth(self, message: Image) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        _keep(self._truth, stamp, _class_ids(message))
        self._compare(stamp)

    def _see_mode(self, message: DiagnosticArray) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        values = {item.key: item.value for item in message.status[0].values}
        mode = SeenMode(stamp, time.monotonic_ns(), values["mode"], values["reason"])
        self.record.modes.append(mode)
        if mode.mode in {known.value for known in Mode}:
            _keep(self._modes, stamp, Mode(mode.mode))
            self._compare(stamp)

    def _see_diagnostics(self, message: DiagnosticArray) -> None:
        now = time.monotonic_ns()
        for status in message.status:
            values = {item.key: item.value for item in status.values}
            self.record.diagnostics = SeenDiagnostics(
                to_nanoseconds(message.header.stamp), now, ord(status.level), status.message, values
            )

    def _compare(self, stamp: int) -> None:
        """Compare labels with the ground truth once both and the mode are here."""
        if stamp in self._truth and stamp in self._labels and stamp in self._modes:
            truth, labels = self._truth.pop(stamp), self._labels.pop(stamp)
            mode = self._modes.pop(stamp)
            # In rgb mode labels lie on the rgb camera's grid, which the ground truth may not share.
            if truth.shape == labels.shape:
                self._agreement.add(mode, truth, labels)


def _keep(waiting: OrderedDict[int, Any], stamp: int, item: object) -> None:
    """Add an item and forget the oldest one that waits in vain."""
    waiting[stamp] = item
    if len(waiting) > WAITING:
        waiting.popitem(last=False)


def _class_ids(message: Image) -> NDArray[np.uint8]:
    return np.asarray(decode_thermal(message), np.uint8)

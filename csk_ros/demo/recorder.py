"""The node that watches a demo: inputs as they arrive, and everything that the segmentation node says."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.demo.record import Record, SeenMode, SeenPicture
from csk_ros.evaluation.judging.stamp_meeting import StampMeeting
from csk_ros.evaluation.metrics.confusion import ForeignIdsError
from csk_ros.evaluation.pictures.panel import compress
from csk_ros.inference.thermal_grey import thermal_to_grey
from csk_ros.live.seen import Seen
from csk_ros.live.status_listener import StatusListener
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.mode import NO_MODE, Mode
from csk_ros.recording.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from numpy.typing import NDArray
    from rclpy.context import Context

    from csk_ros.demo.record import Panel
    from csk_ros.evaluation.metrics.confusion import Confusion
    from csk_ros.stream.frame import Stream

EVERYTHING = QoSProfile(depth=50, reliability=ReliabilityPolicy.RELIABLE)
"""Unlike what the segmentation node asks for: what is missing here was missing for everybody."""

CLOSEST = 45_000_000
"""Nanoseconds between two pictures of the video: up to 20 a second all are kept."""

_MODES = frozenset(mode.value for mode in Mode)

UNSHRUNK = 64
"""Pictures as large as they came that may wait: some 60 MB of 640x480."""


class Recorder(StatusListener):
    """Fills a Record while it is spun.

    Args:
        context: of rclpy.
        agreement: filled with what the labels have in common with the ground truth of the same stamp, of the
            modes that it has.
    """

    def __init__(self, context: Context, agreement: Mapping[Mode, Confusion]) -> None:
        super().__init__("demo_recorder", context)
        self.record = Record()
        self._shrinking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shrinking")
        self._shrunk: list[Future[None]] = []
        self._kept: dict[Panel, int] = {"rgb": 0, "thermal": 0, "labels": 0}
        self._room = threading.BoundedSemaphore(UNSHRUNK)
        self._agreement = agreement
        self._meeting = StampMeeting("truth", "labels", "source")
        for topic, callback in (
            (TOPICS["rgb"], partial(self._see_input, "rgb")),
            (TOPICS["thermal"], partial(self._see_input, "thermal")),
            (TOPICS["labels"], self._see_truth),
            ("segmentation", self._see_labels),
            ("segmentation/overlay", self._see_overlay),
        ):
            self.create_subscription(Image, topic, callback, EVERYTHING)
        self.create_subscription(DiagnosticArray, "segmentation/source", self._see_source, EVERYTHING)
        self.create_subscription(DiagnosticArray, "segmentation/mode", self._see_mode, EVERYTHING)
        self.hear_status()

    def finish(self) -> Record:
        """The record with all pictures that it will have.

        Raises:
            ImageError: a picture could not be read.
        """
        self._shrinking.shutdown()
        for shrunk in self._shrunk:
            shrunk.result()
        self.record.diagnostics = self.status
        return self.record

    def _see_input(self, camera: Stream, message: Image) -> None:
        seen = Seen(to_nanoseconds(message.header.stamp), time.monotonic_ns())
        self.record.inputs[camera].append(seen)
        self._keep_picture(camera, message, seen)

    def _see_overlay(self, message: Image) -> None:
        seen = Seen(to_nanoseconds(message.header.stamp), time.monotonic_ns())
        self._keep_picture("labels", message, seen)

    def _keep_picture(self, panel: Panel, message: Image, seen: Seen) -> None:
        """Leave a picture that the video needs to the other thread: whoever waits here hears others late.

        One that comes too soon after the last, or while too many wait, is left out.
        """
        if seen.time - self._kept[panel] < CLOSEST or not self._room.acquire(blocking=False):
            return
        self._kept[panel] = seen.time

        def shrink() -> None:
            try:
                picture = _decode_as_grey(message) if panel == "thermal" else decode_rgb(message)
                self.record.pictures[panel].append(SeenPicture(seen.stamp, seen.time, compress(picture)))
            finally:
                self._room.release()

        self._shrunk.append(self._shrinking.submit(shrink))

    def _see_labels(self, message: Image) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        self.record.labels.append(Seen(stamp, time.monotonic_ns()))
        self._compare("labels", stamp, _class_ids(message))

    def _see_truth(self, message: Image) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        self._compare("truth", stamp, _class_ids(message))

    def _see_source(self, message: DiagnosticArray) -> None:
        seen = _seen_mode(message)
        self.record.modes.append(seen)
        if seen.mode in _MODES:
            self._compare("source", seen.stamp, Mode(seen.mode))

    def _see_mode(self, message: DiagnosticArray) -> None:
        seen = _seen_mode(message)
        if seen.mode == NO_MODE:
            self.record.modes.append(seen)

    def _compare(self, part: str, stamp: int, item: object) -> None:
        """Compare labels with the ground truth once both and their source are here."""
        parts = self._meeting.bring(part, stamp, item)
        if parts is None or parts["source"] not in self._agreement:
            return
        if parts["truth"].shape == parts["labels"].shape:
            self._count(parts["source"], parts["truth"], parts["labels"])

    def _count(self, mode: Mode, truth: NDArray[np.uint8], labels: NDArray[np.uint8]) -> None:
        try:
            self._agreement[mode].add(truth, labels)
        except ForeignIdsError as error:
            # The recording's ground truth is of another label set; all else of the demo is as good as ever.
            self.record.truth_error = str(error)


def _seen_mode(message: DiagnosticArray) -> SeenMode:
    values = {item.key: item.value for item in message.status[0].values}
    stamp = to_nanoseconds(message.header.stamp)
    return SeenMode(stamp, time.monotonic_ns(), values["mode"], values["reason"])


def _decode_as_grey(message: Image) -> NDArray[np.uint8]:
    return thermal_to_grey(decode_thermal(message))


def _class_ids(message: Image) -> NDArray[np.uint8]:
    return np.asarray(decode_thermal(message), np.uint8)

"""The ROS node that judges the segmentation node from outside."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from functools import partial
from typing import TYPE_CHECKING, cast

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.evaluation.judging.judged_output import JudgedOutput
from csk_ros.evaluation.judging.mode_span import Silence
from csk_ros.evaluation.judging.output import anchor_of
from csk_ros.evaluation.judging.stamp_meeting import StampMeeting
from csk_ros.evaluation.live.registration_question import RegistrationQuestion
from csk_ros.live.node_counts import NodeCounts
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.messages.thumbnail import thumbnail
from csk_ros.mode import NO_MODE, Mode
from csk_ros.recording.label_decoding import decode_labels
from csk_ros.recording.recording import RecordingError
from csk_ros.stream.frame import STREAMS
from csk_ros.stream.frame_ledger import FrameCounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rclpy.context import Context
    from rclpy.subscription import Subscription

    from csk_ros.evaluation.judging.judge import Judge
    from csk_ros.stream.frame import Stream

CAMERA_QOS = QoSProfile(depth=50, reliability=ReliabilityPolicy.BEST_EFFORT)
"""Best effort hears every camera, reliable ones, too."""

NODE_QOS = QoSProfile(depth=100, reliability=ReliabilityPolicy.RELIABLE)
"""No label may get lost because this process waits for a processor."""

ACTIVE = "thermal.state"
"""What only an active node says in its diagnostics."""

REMEMBERED = 512
"""Arrivals of each camera that an output may still belong to: 4 s of 120 Hz."""


class Evaluator(Node):
    """Hears cameras, ground truth and the node, and tells the judge, while it is spun.

    Callbacks raise what makes the evaluation impossible: RecordingError for a node of another model,
    ForeignIdsError and ImageError for ground truth that is none. Labels of mode rgb are scored only where the
    node's registration says that both cameras have one pixel frame.

    Args:
        judge: fills the run.
        truth_topic: class ids as mono8, stamped as the thermal pictures that they belong to.
        model: what the node should say that it runs; None if that does not matter.
        context: of rclpy.
    """

    def __init__(
        self, judge: Judge, truth_topic: str, model: str | None = None, *, context: Context | None = None
    ) -> None:
        super().__init__("evaluator", context=context)
        self._judge = judge
        self.newest_input: int | None = None
        """When a camera's picture came last, in ns of the monotonic clock."""
        self._zero: int | None = None
        self._arrivals: dict[Stream, OrderedDict[int, float]] = {
            "rgb": OrderedDict(),
            "thermal": OrderedDict(),
        }
        self._meeting = StampMeeting("labels", "source")
        self._status: Mapping[str, str] = {}
        self._truth_topic = truth_topic
        self._model = model
        self._registration = RegistrationQuestion(self, self._hear_registration)
        self.trouble: str | None = None
        """What the node said last that keeps it from being active."""
        self._cameras: list[Subscription[Image]] = []
        self.create_subscription(Image, "segmentation", self._see_labels, NODE_QOS)
        self.create_subscription(DiagnosticArray, "segmentation/source", self._see_source, NODE_QOS)
        self.create_subscription(DiagnosticArray, "segmentation/mode", self._see_mode, NODE_QOS)
        self.create_subscription(DiagnosticArray, "/diagnostics", self._see_diagnostics, NODE_QOS)

    @property
    def is_ready(self) -> bool:
        """Whether the node is active; only then the cameras are listened to."""
        return bool(self._cameras)

    @property
    def camera_publishers(self) -> dict[str, int]:
        """How many publish on the topic of each camera that is listened to, by its full name."""
        topics = [subscription.topic_name for subscription in self._cameras]
        return {topic: self.count_publishers(topic) for topic in topics}

    @property
    def counts(self) -> FrameCounts:
        """The node's own account of its frames, as it said last."""
        counts = NodeCounts.from_values(self._status)
        return FrameCounts(
            received=Counter({cast("Stream", camera): count for camera, count in counts.received.items()}),
            published=Counter({Mode(mode): count for mode, count in counts.published.items()}),
            dropped=Counter(
                {
                    (cast("Stream", camera), reason): count
                    for camera, reasons in counts.dropped.items()
                    for reason, count in reasons.items()
                }
            ),
        )

    def _see_camera(self, stream: Stream, message: Image) -> None:
        self.newest_input = now = time.monotonic_ns()
        if self._zero is None:
            self._zero = now
        arrivals = self._arrivals[stream]
        stamp = to_nanoseconds(message.header.stamp)
        arrivals[stamp] = seconds = self._seconds(now)
        if len(arrivals) > REMEMBERED:
            arrivals.popitem(last=False)
        self._judge.see_arrival(stream, seconds)
        self._judge.see_stamp(stream, stamp)
        try:
            picture = decode_rgb(message) if stream == "rgb" else decode_thermal(message)
        except ImageError as error:
            self.get_logger().warning(f"{stream} picture cannot be shown: {error}", throttle_duration_sec=5.0)
            return
        self._judge.see_picture(stream, picture, thumbnail(message))

    def _see_truth(self, message: Image) -> None:
        self._judge.see_truth(to_nanoseconds(message.header.stamp), decode_labels(message))

    def _see_labels(self, message: Image) -> None:
        arrived = time.monotonic_ns()
        self._meet("labels", to_nanoseconds(message.header.stamp), (decode_labels(message), arrived))

    def _see_source(self, message: DiagnosticArray) -> None:
        self._meet("source", to_nanoseconds(message.header.stamp), _values_of(message))

    def _see_mode(self, message: DiagnosticArray) -> None:
        values = _values_of(message)
        if values["mode"] == NO_MODE and self._zero is not None:
            seconds = self._seconds(time.monotonic_ns())
            self._judge.run.silences.append(Silence(seconds, values["reason"]))

    def _meet(self, part: str, stamp: int, item: object) -> None:
        """Judge an output once its labels and their source are there."""
        parts = self._meeting.bring(part, stamp, item)
        if parts is None or self._zero is None:
            return
        (labels, arrived), values = parts["labels"], parts["source"]
        mode = Mode(values["mode"])
        output = JudgedOutput(
            stamp=stamp,
            time=self._seconds(arrived),
            mode=mode,
            reason=values["reason"],
            anchored=self._arrivals[anchor_of(mode)].get(stamp),
            skew=float(values["skew"]) if "skew" in values else None,
            lighting=self._judge.lighting,
        )
        self._judge.see_output(output, labels)

    def _see_diagnostics(self, message: DiagnosticArray) -> None:
        for status in message.status:
            values = {item.key: item.value for item in status.values}
            if ACTIVE in values:
                self._status = values
                self._check_model(values.get("model"))
                if not self._registration.is_over:
                    self._registration.ask(status.name)
                if self._registration.is_over:
                    self._listen_to_cameras()
            elif status.level == DiagnosticStatus.ERROR:
                self.trouble = status.message

    def _check_model(self, model: str | None) -> None:
        """Make sure that the node's classes are those that its labels are judged by."""
        if self._model is not None and model is not None and model != self._model:
            raise RecordingError(f"the node runs {model}: say --model {model}, for the classes of its labels")

    def _hear_registration(self, shares_frame: bool) -> None:  # noqa: FBT001 - a callback
        self._judge.run.truth.shares_frame = shares_frame
        self._listen_to_cameras()

    def _listen_to_cameras(self) -> None:
        """Subscribe once the node can answer: a replay that waits for us then begins for both."""
        if self.is_ready:
            return
        for camera in STREAMS:
            see = partial(self._see_camera, camera)
            heard = self.create_subscription(Image, f"{camera}/image_raw", see, CAMERA_QOS)
            self._cameras.append(heard)
        self.create_subscription(Image, self._truth_topic, self._see_truth, CAMERA_QOS)

    def _seconds(self, time: int) -> float:
        return (time - (self._zero or 0)) / 1e9


def _values_of(message: DiagnosticArray) -> dict[str, str]:
    (status,) = message.status
    return {item.key: item.value for item in status.values}

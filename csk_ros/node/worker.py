"""The thread that infers: takes the newest job, decodes, aligns, runs the network, publishes."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import cv2
from rclpy.impl.implementation_singleton import rclpy_implementation

from csk_ros.inference.overlay import thermal_to_grey
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.mode import Mode
from csk_ros.node.outputs import Origin
from csk_ros.stream.mailbox import Mailbox
from csk_ros.stream.registration import align_rgb

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.inference.segmenter import Prediction, Segmenter
    from csk_ros.node.latency import LatencyWindow
    from csk_ros.node.outputs import Outputs
    from csk_ros.node.received_image import ReceivedImage
    from csk_ros.stream.frame_ledger import FrameLedger
    from csk_ros.stream.stream_pipeline import Job

SUPERSEDED = "superseded"
STOPPED = "stopped"
INFERENCE_FAILED = "inference failed"
PUBLISH_FAILED = "publish failed"
RGB_BROKEN = "rgb broken"
MODE_LOST = "mode lost"
EXTRAS_LOST = "extras lost"


@dataclass(frozen=True)
class _Answer:
    """An output that has been published, and the decoded pictures it was made from."""

    origin: Origin
    prediction: Prediction
    rgb: NDArray[np.uint8] | None
    thermal: NDArray[Any] | None


class Worker:
    """Runs one job at a time in a thread of its own; of jobs that come meanwhile the newest waits.

    Every job ends as an output or as a drop in the ledger, also when it fails. A mode that no output
    carries is published after the outputs that are still owed: the last word is the newest.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        outputs: Outputs,
        ledger: FrameLedger,
        latency: LatencyWindow,
        *,
        opacity: Callable[[], float],
        warn: Callable[[str, str], None],
    ) -> None:
        """Start the thread.

        Args:
            segmenter: the network.
            outputs: where labels go.
            ledger: where every job's end is counted.
            latency: where the time from a frame's arrival to its output is noted.
            opacity: the overlay's opacity as it is in force.
            warn: told about every failure: its kind, and a sentence.
        """
        self._segmenter = segmenter
        self._outputs = outputs
        self._ledger = ledger
        self._latency = latency
        self._opacity = opacity
        self._warn = warn
        self._failure: str | None = None
        self._lock = threading.Lock()
        self._owed = 0
        self._notice: Origin | None = None
        self._mailbox: Mailbox[Job[ReceivedImage]] = Mailbox()
        self._thread = threading.Thread(target=self._run, name="inference", daemon=True)
        self._thread.start()

    @property
    def failure(self) -> str | None:
        """Why the newest job that has ended brought no output; None if it did."""
        return self._failure

    def submit(self, job: Job[ReceivedImage]) -> None:
        """Hand a job over; one that still waited is dropped as superseded."""
        with self._lock:
            self._owed += 1
            self._notice = None
        self._drop(self._mailbox.put(job), SUPERSEDED)

    def announce(self, origin: Origin) -> None:
        """Publish a mode without an output, as soon as no older job is under way."""
        with self._lock:
            self._notice = origin
            self._publish_notice()

    def stop(self) -> None:
        """Finish the job at hand and end the thread."""
        self._drop(self._mailbox.close(), STOPPED)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._mailbox.take()) is not None:
            self._finish(job)
            self._ended()

    def _ended(self) -> None:
        with self._lock:
            self._owed -= 1
            self._publish_notice()

    def _publish_notice(self) -> None:
        """Publish what was announced if no job is under way; the lock is held."""
        if self._notice is None or self._owed:
            return
        notice, self._notice = self._notice, None
        try:
            self._outputs.publish_mode(notice)
        except rclpy_implementation.RCLError as error:
            self._warn(MODE_LOST, f"mode not published: {error}")

    def _finish(self, job: Job[ReceivedImage]) -> None:
        try:
            answer = self._answer(job)
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this frame and is reported
            self._fail(job, error)
            return
        self._failure = None
        self._ledger.publish(answer.prediction.mode)
        self._latency.add(time.monotonic_ns() - job.anchor.message.received)
        try:
            self._publish_extras(answer)
        except Exception as error:  # noqa: BLE001 - the labels are out and counted, what belongs to them is not
            self._warn(EXTRAS_LOST, f"mode, confidence or overlay lost: {type(error).__name__}: {error}")

    def _answer(self, job: Job[ReceivedImage]) -> _Answer:
        """Decode, align, infer, and publish the labels."""
        thermal = None if job.thermal is None else decode_thermal(job.thermal.message.message)
        rgb, job = self._decode_rgb(job)
        if rgb is not None and thermal is not None:
            rgb = align_rgb(rgb, thermal.shape)
        prediction = self._segmenter(rgb, thermal, confidence=self._outputs.wants_confidence)
        origin = Origin(job.anchor.stamp, job.anchor.frame_id, job.mode, job.reason, job.skew)
        self._outputs.publish_labels(origin, prediction.labels)
        return _Answer(origin, prediction, rgb, thermal)

    def _decode_rgb(self, job: Job[ReceivedImage]) -> tuple[NDArray[np.uint8] | None, Job[ReceivedImage]]:
        """Decode the rgb picture; a broken one leaves a fused job to thermal."""
        if job.rgb is None:
            return None, job
        try:
            return decode_rgb(job.rgb.message.message), job
        except ImageError as error:
            if job.thermal is None:
                raise
            self._ledger.drop("rgb", error.reason)
            self._warn(f"rgb {error.reason}", f"rgb frame ignored: {error}")
            return None, replace(job, mode=Mode.THERMAL, reason=RGB_BROKEN, rgb=None, skew=None)

    def _publish_extras(self, answer: _Answer) -> None:
        """Publish what belongs to labels that are out: mode, confidence and overlay."""
        self._outputs.publish_mode(answer.origin)
        if answer.prediction.confidence is not None:
            self._outputs.publish_confidence(answer.origin, answer.prediction.confidence)
        if not self._outputs.wants_overlay:
            return
        # On the anchor's own picture: what an overlay shows does not jump with its mode.
        picture: Any = answer.rgb
        if answer.thermal is not None:
            picture = cv2.cvtColor(thermal_to_grey(answer.thermal), cv2.COLOR_GRAY2RGB)
        self._outputs.publish_overlay(
            answer.origin, picture, answer.prediction.labels, self._segmenter.label_set, self._opacity()
        )

    def _fail(self, job: Job[ReceivedImage], error: Exception) -> None:
        if isinstance(error, ImageError):
            reason: str = error.reason
        elif isinstance(error, rclpy_implementation.RCLError):
            # Backpressure, or a context that went down: the next output may go through.
            reason = PUBLISH_FAILED
        else:
            reason = INFERENCE_FAILED
        self._failure = reason
        self._ledger.drop(job.anchor_stream, reason)
        self._warn(reason, f"{job.anchor_stream} frame dropped, {reason}: {type(error).__name__}: {error}")

    def _drop(self, job: Job[ReceivedImage] | None, reason: str) -> None:
        if job is not None:
            self._ledger.drop(job.anchor_stream, reason)
            self._ended()

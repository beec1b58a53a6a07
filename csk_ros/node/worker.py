"""The thread that infers: takes the newest job, has it run, publishes what belongs to its labels."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import cv2
from rclpy.impl.implementation_singleton import rclpy_implementation

from csk_ros.inference.thermal_grey import thermal_to_grey
from csk_ros.node.outputs import Origin
from csk_ros.session.job_runner import JobRunner, PublishError
from csk_ros.stream.drop_reasons import NO_ANSWER, STOPPED, SUPERSEDED
from csk_ros.stream.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.inference.camera_inputs import CameraInputs
    from csk_ros.inference.job_answer import Answer
    from csk_ros.inference.segmenter import Segmenter
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.node.duration_window import DurationWindow
    from csk_ros.node.outputs import Outputs
    from csk_ros.stream.frame_ledger import FrameLedger
    from csk_ros.stream.stream_pipeline import Job

PATIENCE = 4.0
"""Seconds that the job at hand may take after the end: Nav2's lifecycle manager waits 5 for a transition."""

OVERDUE = 10.0
"""Seconds of one job after which the network is said not to answer."""

MODE_LOST = "mode lost"
"""A kind of warning: a mode that no output carries was not published."""

EXTRAS_LOST = "extras lost"
"""A kind of warning: labels are out, and not all that belongs to them."""


class Worker:
    """Runs one job at a time in a thread of its own; of jobs that come meanwhile the newest waits.

    Every job ends as an output or as a drop in the ledger, also when it fails or hangs. A mode that no output
    carries is published after the outputs that are still owed: the last word is the newest.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        outputs: Outputs,
        ledger: FrameLedger,
        latency: DurationWindow,
        inference: DurationWindow,
        *,
        inputs: CameraInputs,
        opacity: Callable[[], float],
        warn: Callable[[str, str], None],
    ) -> None:
        """Start the thread.

        Args:
            segmenter: the network.
            outputs: where labels go.
            ledger: where every job's end is counted.
            latency: where the time from a frame's arrival to its output is noted.
            inference: where the network's part of it is noted.
            inputs: what the pictures go through.
            opacity: the overlay's opacity as it is in force.
            warn: told about every failure: its kind, and a sentence.
        """
        self._segmenter = segmenter
        self._inputs = inputs
        self._outputs = outputs
        self._runner = JobRunner(
            segmenter,
            inputs,
            ledger,
            # Nothing of this worker: a cycle would keep the network until garbage is collected.
            partial(_publish_labels, outputs),
            confidence=lambda: outputs.wants_confidence,
            warn=warn,
        )
        self._latency = latency
        self._inference = inference
        self._opacity = opacity
        self._warn = warn
        self._lock = threading.Lock()
        self._owed = 0
        self._notice: Origin | None = None
        self._mailbox: Mailbox[Job[ReceivedImage]] = Mailbox()
        self._at_work: Job[ReceivedImage] | None = None
        self._began = 0.0
        self._given_up = False
        self._thread = threading.Thread(target=self._run, name="inference", daemon=True)
        self._thread.start()

    @property
    def failure(self) -> str | None:
        """Why the newest job brings no output; None if it does, or is not overdue."""
        with self._lock:
            taken = time.monotonic() - self._began if self._at_work is not None else 0.0
        return self._runner.failure if taken <= OVERDUE else f"the network has not answered for {taken:.0f} s"

    @property
    def rgb_unused(self) -> str | None:
        """Why the newest output that was to be fused was answered by thermal alone; None if it was not."""
        return self._runner.rgb_unused

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
        """End the thread after the job at hand; one that does not end within `PATIENCE` is given up.

        A network that hangs cannot be interrupted. Its thread is left to itself: should it come back, it
        publishes nothing, counts nothing, and ends.
        """
        self._drop(self._mailbox.close(), STOPPED)
        self._thread.join(PATIENCE)
        with self._lock:
            job, self._at_work = self._at_work, None
            self._given_up = job is not None
        if job is None:
            # It has ended, or publishes just now, which the middleware does not let take long.
            self._thread.join(PATIENCE)
            return
        self._warn(
            NO_ANSWER,
            f"{job.anchor_stream} frame dropped, {NO_ANSWER}: the network has been at it for "
            f"{time.monotonic() - self._began:.1f} s and is left to itself",
        )
        self._drop(job, NO_ANSWER)

    def _run(self) -> None:
        while (job := self._mailbox.take()) is not None:
            with self._lock:
                self._at_work, self._began = job, time.monotonic()
            answer = self._runner.run(job, self._claim)
            if self._given_up:
                return
            self._finish(job, answer)
            self._ended()

    def _claim(self) -> bool:
        """Take over the end of the job at hand; false if it has been given up."""
        with self._lock:
            self._at_work = None
            return not self._given_up

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

    def _finish(self, job: Job[ReceivedImage], answer: Answer | None) -> None:
        """Note and publish what belongs to a job that has ended."""
        for text in self._inputs.contradictions:
            self._warn(text, text)
        if answer is None:
            return
        self._latency.add(time.monotonic_ns() - job.anchor.message.received)
        self._inference.add(answer.prediction.inference_time)
        try:
            self._publish_extras(answer)
        except Exception as error:  # noqa: BLE001 - the labels are out and counted, what belongs to them is not
            self._warn(EXTRAS_LOST, f"mode, confidence or overlay lost: {type(error).__name__}: {error}")

    def _publish_extras(self, answer: Answer) -> None:
        """Publish what belongs to labels that are out: source, mode, confidence and overlay."""
        origin = _origin(answer.job)
        self._outputs.publish_source(origin)
        self._outputs.publish_mode(origin)
        if self._outputs.wants_compressed:
            self._outputs.publish_compressed(origin, answer.prediction.labels)
        if answer.prediction.confidence is not None:
            self._outputs.publish_confidence(origin, answer.prediction.confidence)
        if not self._outputs.wants_overlay:
            return
        # On the anchor's own picture: what an overlay shows does not jump with its mode.
        picture: Any = answer.rgb
        if answer.thermal is not None:
            picture = cv2.cvtColor(thermal_to_grey(answer.thermal, answer.limits), cv2.COLOR_GRAY2RGB)
        self._outputs.publish_overlay(
            origin, picture, answer.prediction.labels, self._segmenter.label_set, self._opacity()
        )

    def _drop(self, job: Job[ReceivedImage] | None, reason: str) -> None:
        if job is not None:
            self._runner.drop(job, reason)
            self._ended()


def _publish_labels(outputs: Outputs, answer: Answer) -> None:
    try:
        outputs.publish_labels(_origin(answer.job), answer.prediction.labels)
    except rclpy_implementation.RCLError as error:
        # Backpressure, or a context that went down: the next output may go through.
        raise PublishError(str(error)) from error


def _origin(job: Job[ReceivedImage]) -> Origin:
    return Origin(job.anchor.stamp, job.anchor.frame_id, job.mode, job.reason, job.skew)

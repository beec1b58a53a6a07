"""Run jobs: each ends as published labels or as a drop with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.inference.job_answer import Answer, Segment, answer_job
from csk_ros.messages.image_error import ImageError
from csk_ros.stream.drop_reasons import INFERENCE_FAILED, PUBLISH_FAILED

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.inference.camera_inputs import CameraInputs
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.stream.frame_ledger import FrameLedger
    from csk_ros.stream.stream_pipeline import Job


class PublishError(RuntimeError):
    """Labels could not be published: backpressure, or a context that went down."""


class JobRunner:
    """Decodes, aligns and segments one job at a time; a job that fails costs that job.

    Args:
        segment: the network.
        inputs: what the images go through.
        ledger: where every job's end is counted.
        publish: given the labels; may raise PublishError.
        confidence: whether it is wanted, too.
        warn: given the kind of a failure, and a sentence.
    """

    def __init__(
        self,
        segment: Segment,
        inputs: CameraInputs,
        ledger: FrameLedger,
        publish: Callable[[Answer], None] = lambda _: None,
        *,
        confidence: Callable[[], bool] = lambda: False,
        warn: Callable[[str, str], None] = lambda _kind, _text: None,
    ) -> None:
        self._segment = segment
        self._inputs = inputs
        self._ledger = ledger
        self._publish = publish
        self._confidence = confidence
        self._warn = warn
        self.failure: str | None = None
        """Why the newest job that has ended brought no output; None if it did."""
        self.rgb_unused: str | None = None
        """Why the newest output that was to be fused is of thermal alone; None if it is not."""

    def run(self, job: Job[ReceivedImage], claim: Callable[[], bool] = lambda: True) -> Answer | None:
        """Segment and publish.

        Args:
            job: what is owed.
            claim: asked when the network is done; false if the job has been given up meanwhile, and counted.

        Returns:
            None if the job was dropped, which is counted and reported, or given up.
        """
        answer = self._answer(job)
        if not claim():
            return None
        if isinstance(answer, Answer):
            try:
                self._publish(answer)
            except Exception as error:  # noqa: BLE001 - whatever it is, it costs this frame and is reported
                answer = error
        if isinstance(answer, Exception):
            self._fail(job, answer)
            return None
        self.failure = None
        self.rgb_unused = answer.job.reason if answer.mode is not job.mode else None
        self._ledger.publish(answer.mode)
        return answer

    def _answer(self, job: Job[ReceivedImage]) -> Answer | Exception:
        try:
            return answer_job(
                job, self._segment, self._inputs, confidence=self._confidence(), rgb_unused=self._ignore_rgb
            )
        except Exception as error:  # noqa: BLE001 - as above
            return error

    def drop(self, job: Job[ReceivedImage], reason: str) -> None:
        """End a job that is not run."""
        self._ledger.drop(job.anchor_stream, reason)

    def _ignore_rgb(self, error: ImageError) -> None:
        self._ledger.drop("rgb", error.reason)
        self._warn(f"rgb {error.reason}", f"rgb frame ignored: {error}")

    def _fail(self, job: Job[ReceivedImage], error: Exception) -> None:
        if isinstance(error, ImageError):
            reason: str = error.reason
        elif isinstance(error, PublishError):
            reason = PUBLISH_FAILED
        else:
            reason = INFERENCE_FAILED
        self.failure = reason
        self.drop(job, reason)
        self._warn(reason, f"{job.anchor_stream} frame dropped, {reason}: {type(error).__name__}: {error}")

"""From a job to its labels: decode, align, infer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from csk_ros.labels import UNLABELLED
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.mode import Mode
from csk_ros.thermal.thermal_picture import NoSceneError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from csk_ros.inference.camera_inputs import CameraInputs
    from csk_ros.inference.prediction import Prediction
    from csk_ros.inference.thermal_reader import ReadThermal
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.stream.stream_pipeline import Job
    from csk_ros.thermal.running_limits import Limits

RGB_BROKEN = "rgb broken"
RGB_UNREGISTERED = "rgb unregistered"


class Segment(Protocol):
    """What a Segmenter does."""

    def __call__(
        self,
        rgb: NDArray[np.uint8] | None,
        thermal: NDArray[Any] | None,
        *,
        limits: Limits | None = None,
        confidence: bool = True,
    ) -> Prediction:
        """Label one moment, see `Segmenter`."""


@dataclass(frozen=True, eq=False)
class Answer:
    """Labels, and the pictures that they were made from, as the network was shown them."""

    job: Job[ReceivedImage]
    """As it was answered: without an rgb picture that turned out to be of no use."""
    prediction: Prediction
    rgb: NDArray[np.uint8] | None
    """On the anchor's grid."""
    thermal: NDArray[Any] | None
    limits: Limits | None
    """Of the thermal picture's scale."""

    @property
    def mode(self) -> Mode:
        """The branch that answered."""
        return self.prediction.mode


def answer_job(
    job: Job[ReceivedImage],
    segment: Segment,
    inputs: CameraInputs,
    *,
    confidence: bool,
    rgb_unused: Callable[[ImageError], None],
) -> Answer:
    """Answer a job.

    Args:
        job: what is owed.
        segment: the network.
        inputs: what its pictures go through.
        confidence: whether it is wanted, too.
        rgb_unused: told of an rgb picture that cannot be decoded or registered; a fused job is then left to
            thermal.

    Raises:
        ImageError: the anchor's picture cannot be decoded, or has no row but telemetry.
    """
    thermal: ReadThermal | None = None
    if job.thermal is not None:
        raw = decode_thermal(job.thermal.message.message, inputs.layouts["thermal"].see)
        try:
            thermal = inputs.thermal.read(raw, job.thermal.stamp)
        except NoSceneError as error:
            raise ImageError("telemetry", str(error)) from error
    rgb: NDArray[np.uint8] | None = None
    if job.rgb is not None:
        try:
            rgb = decode_rgb(job.rgb.message.message, inputs.layouts["rgb"].see)
        except ImageError as error:
            if thermal is None:
                raise
            rgb_unused(error)
            job = _without_rgb(job, RGB_BROKEN)
    if thermal is None:
        return Answer(job, segment(rgb, None, confidence=confidence), rgb, None, None)
    if rgb is not None:
        try:
            rgb = inputs.registration.align(rgb, thermal.numbers.shape)
        except ImageError as error:
            rgb_unused(error)
            rgb, job = None, _without_rgb(job, RGB_UNREGISTERED)
    prediction = segment(rgb, thermal.numbers, limits=thermal.limits, confidence=confidence)
    return Answer(job, _within(thermal.rows, prediction), rgb, thermal.numbers, thermal.limits)


def _without_rgb(job: Job[ReceivedImage], reason: str) -> Job[ReceivedImage]:
    return replace(job, mode=Mode.THERMAL, reason=reason, rgb=None, skew=None)


def _within(rows: slice, prediction: Prediction) -> Prediction:
    """Take the labels of rows away that show no scene."""
    height = len(prediction.labels)
    if rows.start == 0 and rows.stop == height:
        return prediction
    outside = np.ones(height, bool)
    outside[rows] = False
    labels = prediction.labels.copy()
    labels[outside] = UNLABELLED
    confidence = prediction.confidence
    if confidence is not None:
        confidence = confidence.copy()
        confidence[outside] = 0
    return prediction._replace(labels=labels, confidence=confidence)

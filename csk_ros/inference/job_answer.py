"""From a job to its labels: decode, align, infer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.mode import Mode
from csk_ros.stream.registration import align_rgb

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.inference.prediction import Prediction
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.stream.stream_pipeline import Job

RGB_BROKEN = "rgb broken"


class Segment(Protocol):
    """What a Segmenter does."""

    def __call__(
        self, rgb: NDArray[np.uint8] | None, thermal: NDArray[Any] | None, *, confidence: bool = True
    ) -> Prediction:
        """Label one moment, see `Segmenter`."""


@dataclass(frozen=True, eq=False)
class Answer:
    """Labels, and the decoded pictures that they were made from."""

    job: Job[ReceivedImage]
    """As it was answered: without an rgb picture that turned out to be broken."""
    prediction: Prediction
    rgb: NDArray[np.uint8] | None
    """On the anchor's grid."""
    thermal: NDArray[Any] | None

    @property
    def mode(self) -> Mode:
        """The branch that answered."""
        return self.prediction.mode


def answer_job(
    job: Job[ReceivedImage],
    segment: Segment,
    *,
    confidence: bool,
    rgb_broken: Callable[[ImageError], None],
) -> Answer:
    """Answer a job.

    Args:
        job: what is owed.
        segment: the network.
        confidence: whether it is wanted, too.
        rgb_broken: told of an rgb picture that cannot be decoded; a fused job is then left to thermal.

    Raises:
        ImageError: the anchor's picture cannot be decoded.
    """
    thermal = None if job.thermal is None else decode_thermal(job.thermal.message.message)
    rgb: NDArray[np.uint8] | None = None
    if job.rgb is not None:
        try:
            rgb = decode_rgb(job.rgb.message.message)
        except ImageError as error:
            if thermal is None:
                raise
            rgb_broken(error)
            job = replace(job, mode=Mode.THERMAL, reason=RGB_BROKEN, rgb=None, skew=None)
    if rgb is not None and thermal is not None:
        rgb = align_rgb(rgb, thermal.shape)
    return Answer(job, segment(rgb, thermal, confidence=confidence), rgb, thermal)

"""Moments at a steady rate, as pictures without times of their own are recorded."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from csk_ros.recording.picture_decoding import encoding_of
from csk_ros.recording.recorded_image import RecordedImage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.recording.recorded_image import RecordedStream

START = 1_000_000_000
"""Stamp of the first moment in nanoseconds; 0 means "no stamp" to ROS."""


class SteadyMoments:
    """One moment after the other; the pictures of one have the same stamp, and the same time as that.

    Args:
        rate: moments a second.

    Raises:
        ValueError: the rate is not positive, or not finite.
    """

    def __init__(self, rate: float) -> None:
        if not 0 < rate < inf:
            raise ValueError(f"rate: expected more than 0 moments a second and a finite number, got {rate}")
        self._rate = rate

    def picture(self, number: int, stream: RecordedStream, image: NDArray[Any]) -> RecordedImage:
        """A stream's picture of a moment, counted from 0; ground truth lies on the thermal camera's grid."""
        stamp = START + round(number * 1e9 / self._rate)
        frame_id = "rgb" if stream == "rgb" else "thermal"
        return RecordedImage(stream, stamp, stamp, frame_id, encoding_of(image), image)

    def seconds(self, moments: int) -> float:
        """How long so many moments last: each one a period."""
        return moments / self._rate

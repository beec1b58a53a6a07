"""A synthetic street as a recording, made while it is read."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from csk_ros.recording.image import STREAMS, RecordedImage, RecordedStream
from csk_ros.synthetic.scene import SyntheticScene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = 1_000_000_000
"""Stamp of the first moment in nanoseconds; 0 means "no stamp" to ROS."""


class SyntheticRecording:
    """Rgb, thermal and ground truth of a synthetic street, all of the same moments.

    Args:
        seed: which street.
        duration: seconds.
        rate: moments a second.
        daylight: 0 night to 1 noon, or a function of the seconds since the start.

    Raises:
        ValueError: duration or rate not positive, or not finite.
    """

    def __init__(
        self,
        seed: int,
        *,
        duration: float = 10.0,
        rate: float = 10.0,
        daylight: float | Callable[[float], float] = 1.0,
    ) -> None:
        if not (0 < duration < inf and 0 < rate < inf):
            raise ValueError(
                f"expected a duration and a rate that are finite and above 0, got {duration} s and {rate} Hz"
            )
        self.rate = rate
        self.frames = max(1, round(duration * rate))
        """Number of moments."""
        self._daylight = daylight
        self._scene = SyntheticScene(seed)

    def __iter__(self) -> Iterator[RecordedImage]:
        for index in range(self.frames):
            time = index / self.rate
            daylight = self._daylight(time) if callable(self._daylight) else self._daylight
            images = self._scene.render(time, daylight)
            stamp = START + round(time * 1e9)
            yield RecordedImage("rgb", stamp, stamp, "rgb", "rgb8", images.rgb)
            yield RecordedImage("thermal", stamp, stamp, "thermal", "mono8", images.thermal)
            yield RecordedImage("labels", stamp, stamp, "thermal", "mono8", images.labels)

    @property
    def duration(self) -> float:
        """Length in seconds: each moment lasts one period."""
        return self.frames / self.rate

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream."""
        return dict.fromkeys(STREAMS, self.frames)

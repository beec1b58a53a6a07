"""A synthetic street as a recording, made while it is read."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from csk_ros.recording.recorded_image import RECORDED_STREAMS, RecordedImage, RecordedStream
from csk_ros.recording.steady_moments import SteadyMoments
from csk_ros.synthetic.scene import SyntheticScene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
        if not 0 < duration < inf:
            raise ValueError(f"duration: expected more than 0 seconds and a finite number, got {duration}")
        self._moments = SteadyMoments(rate)
        self.frames = max(1, round(duration * rate))
        """Number of moments."""
        self._daylight = daylight
        self._scene = SyntheticScene(seed)

    def __iter__(self) -> Iterator[RecordedImage]:
        for number in range(self.frames):
            time = self._moments.seconds(number)
            daylight = self._daylight(time) if callable(self._daylight) else self._daylight
            images = self._scene.render(time, daylight)
            yield self._moments.picture(number, "rgb", images.rgb)
            yield self._moments.picture(number, "thermal", images.thermal)
            yield self._moments.picture(number, "labels", images.labels)

    @property
    def duration(self) -> float:
        """Length in seconds: each moment lasts one period."""
        return self._moments.seconds(self.frames)

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream."""
        return dict.fromkeys(RECORDED_STREAMS, self.frames)

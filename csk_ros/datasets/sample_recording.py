"""A data set as a recording: its samples, one after the other, as moments of a steady rate."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from csk_ros.datasets.problem import DatasetError
from csk_ros.recording.image import STREAMS, RecordedImage, RecordedStream
from csk_ros.recording.natural_order import natural_order
from csk_ros.recording.pairs import START
from csk_ros.recording.picture import encoding_of
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from csk_ros.datasets.sample import SampleSource


class SampleRecording:
    """The samples of a data set as a stream of `rate` moments a second, with ground truth.

    Samples come in natural order of their names (2 before 10). The pictures of one have the same stamp.

    Args:
        samples: seen by both cameras.
        rate: moments a second.

    Raises:
        ValueError: the rate is not positive, or not finite.
    """

    def __init__(self, samples: SampleSource, *, rate: float) -> None:
        if not 0 < rate < inf:
            raise ValueError(f"rate: expected more than 0 moments a second and a finite number, got {rate}")
        self.rate = rate
        self._samples = samples
        names = samples.names
        self._order = sorted(range(len(names)), key=lambda index: natural_order(names[index]))

    def __iter__(self) -> Iterator[RecordedImage]:
        for place, index in enumerate(self._order):
            stamp = START + round(place * 1e9 / self.rate)
            for stream, image in self._pictures(index).items():
                frame_id = "rgb" if stream == "rgb" else "thermal"
                yield RecordedImage(stream, stamp, stamp, frame_id, encoding_of(image), image)

    @property
    def duration(self) -> float:
        """Length in seconds: each moment lasts one period."""
        return len(self._order) / self.rate

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream that the recording has."""
        return dict.fromkeys(STREAMS, len(self._order))

    def _pictures(self, index: int) -> dict[RecordedStream, NDArray[Any]]:
        try:
            sample = self._samples[index]
        except DatasetError as error:
            raise RecordingError("; ".join(problem.text for problem in error.problems)) from error
        if sample.rgb is None:
            raise RecordingError(
                f"'{self._samples.names[index]}' has no rgb picture; expected one of each camera"
            )
        return {"rgb": sample.rgb, "thermal": sample.thermal, "labels": sample.labels}

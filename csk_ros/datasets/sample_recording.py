"""A data set as a recording: its samples, one after the other, as moments of a steady rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.datasets.problem import DatasetError
from csk_ros.recording.natural_order import natural_order
from csk_ros.recording.recorded_image import RECORDED_STREAMS, RecordedImage, RecordedStream
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.steady_moments import SteadyMoments

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
        self._moments = SteadyMoments(rate)
        self._samples = samples
        names = samples.names
        self._order = sorted(range(len(names)), key=lambda index: natural_order(names[index]))

    def __iter__(self) -> Iterator[RecordedImage]:
        for number, index in enumerate(self._order):
            for stream, image in self._pictures(index).items():
                yield self._moments.picture(number, stream, image)

    @property
    def duration(self) -> float:
        """Length in seconds: each moment lasts one period."""
        return self._moments.seconds(len(self._order))

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream that the recording has."""
        return dict.fromkeys(RECORDED_STREAMS, len(self._order))

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

"""Folders of rgb and thermal pictures, paired by file name, as a recording."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from csk_ros.recording.bit_depth import shallow_colours
from csk_ros.recording.natural_order import natural_order
from csk_ros.recording.picture_folder import pictures_in, read_picture
from csk_ros.recording.recorded_image import RECORDED_STREAMS, RecordedImage, RecordedStream
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.steady_moments import SteadyMoments

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_logger = logging.getLogger(__name__)

DEFAULT_RATE = 10.0
"""Pairs a second where nothing else is said; thermal cameras give 9 to 30."""


class PairsRecording:
    """Pictures `rgb_dir/NAME.*` and `thermal_dir/NAME.*` as a stream of `rate` pairs a second.

    Pairs come in natural order of their names (2 before 10). Pictures may be of different sizes;
    only labels must lie on the thermal picture's grid.

    Args:
        rgb_dir: folder of colour pictures: jpg, png, bmp or tiff.
        thermal_dir: folder of grey pictures, 8 or 16 bit; 16 bit are kept as they are.
        rate: pairs a second.
        labels_dir: folder of class-id pictures; names without one have no ground truth.

    Raises:
        RecordingError: a folder is missing, holds a name twice, or the folders share no name.
        ValueError: the rate is not positive, or not finite.
    """

    def __init__(
        self,
        rgb_dir: str | Path,
        thermal_dir: str | Path,
        *,
        rate: float,
        labels_dir: str | Path | None = None,
    ) -> None:
        self._moments = SteadyMoments(rate)
        self._files: dict[RecordedStream, dict[str, Path]] = {
            "rgb": pictures_in(rgb_dir),
            "thermal": pictures_in(thermal_dir),
            "labels": {} if labels_dir is None else pictures_in(labels_dir),
        }
        rgb, thermal = self._files["rgb"], self._files["thermal"]
        self.names = sorted(rgb.keys() & thermal.keys(), key=natural_order)
        """Names that both folders have, in order."""
        if not self.names:
            raise RecordingError(
                f"no file name is in both {rgb_dir} ({_examples(rgb)}) and {thermal_dir} "
                f"({_examples(thermal)}); the pictures of a pair must have the same name up to the suffix"
            )
        shallow = shallow_colours(rgb[name] for name in self.names)
        if shallow is not None:
            _logger.warning("%s", shallow)

    def __iter__(self) -> Iterator[RecordedImage]:
        for number, name in enumerate(self.names):
            yield from self._pair(number, name)

    @property
    def duration(self) -> float:
        """Length in seconds: each pair lasts one period."""
        return self._moments.seconds(len(self.names))

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream that the recording has."""
        counts: dict[RecordedStream, int] = {
            stream: sum(name in self._files[stream] for name in self.names) for stream in RECORDED_STREAMS
        }
        return {stream: count for stream, count in counts.items() if count}

    def _pair(self, number: int, name: str) -> Iterator[RecordedImage]:
        grid: tuple[int, ...] = ()
        for stream in RECORDED_STREAMS:
            file = self._files[stream].get(name)
            if file is None:
                continue
            image = read_picture(file, stream)
            if stream == "thermal":
                grid = image.shape
            elif stream == "labels" and image.shape != grid:
                raise RecordingError(
                    f"{file}: expected labels of the thermal picture's size "
                    f"{grid[1]}x{grid[0]}, got {image.shape[1]}x{image.shape[0]}"
                )
            yield self._moments.picture(number, stream, image)


def _examples(pictures: dict[str, Path]) -> str:
    names = [file.name for file in pictures.values()]
    return ", ".join(names[:2]) + (", ..." if len(names) > 2 else "")

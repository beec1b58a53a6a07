"""A recording held in memory."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csk_ros.recording.recorded_image import RecordedImage, RecordedStream


class HeldRecording:
    """What `Recording` asks for, of pictures that cost nothing to go through again.

    Args:
        pictures: one at least, in order of time.

    Raises:
        ValueError: there are none.
    """

    def __init__(self, pictures: Sequence[RecordedImage]) -> None:
        if not pictures:
            raise ValueError("a recording needs one picture at least, this one has none")
        self.pictures = pictures

    def __iter__(self) -> Iterator[RecordedImage]:
        return iter(self.pictures)

    @property
    def duration(self) -> float:
        """Seconds from the first picture to the last."""
        return (self.pictures[-1].time - self.pictures[0].time) / 1e9

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream."""
        return dict(Counter(picture.stream for picture in self.pictures))

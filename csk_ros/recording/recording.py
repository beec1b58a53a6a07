"""What every recording offers, and the error for one that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.recording.recorded_image import RecordedImage, RecordedStream


class RecordingError(ValueError):
    """A recording is missing, damaged, or not what was expected; the message says how to go on."""


class Recording(Protocol):
    """A finite source of pictures that can be gone through again and again.

    Pictures are read while iterating, never all at once; a damaged one raises RecordingError there.
    """

    def __iter__(self) -> Iterator[RecordedImage]:
        """Every picture, in order of time, from the start."""

    @property
    def duration(self) -> float:
        """Length in seconds."""

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """Number of pictures of each stream that the recording has."""

"""A recording brought to a set length."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.recording.recorded_image import RecordedImage, RecordedStream
    from csk_ros.recording.recording import Recording


class FittedRecording:
    """The first `seconds` of a recording; a shorter one begins anew at its end, its times and stamps go on.

    Args:
        recording: with two pictures of a camera at least.
        seconds: the new length.

    Raises:
        RecordingError: fewer pictures, or all of one time.
        ValueError: the length is not positive.
    """

    def __init__(self, recording: Recording, seconds: float) -> None:
        if not seconds > 0:
            raise ValueError(f"expected more than 0 seconds, got {seconds}")
        self._recording = recording
        self._seconds = seconds
        self._busiest = max(recording.counts.values(), default=0)
        if self._busiest < 2:
            raise RecordingError("expected at least two pictures of one camera, the recording has fewer")
        if not recording.duration > 0:
            raise RecordingError("expected pictures of different times, the recording has none")

    def __iter__(self) -> Iterator[RecordedImage]:
        length = round(self._seconds * 1e9)
        shift = 0
        while shift < length:
            first = last = None
            for picture in self._recording:
                first = picture.time if first is None else first
                last = picture.time
                if last + shift - first >= length:
                    return
                yield replace(picture, time=last + shift, stamp=picture.stamp + shift)
            # Pictures of one time can be part of a longer recording, of other messages.
            if first is None or last is None or last == first:
                raise RecordingError("expected pictures of different times, the recording has none")
            # The last picture lasts as long as the others, so that nothing shows where a pass begins.
            shift += (last - first) * self._busiest // (self._busiest - 1)

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self._seconds

    @property
    def counts(self) -> dict[RecordedStream, int]:
        """How many pictures of each stream its mean rate gives in that time; at least one."""
        share = self._seconds / self._recording.duration
        return {stream: max(1, round(count * share)) for stream, count in self._recording.counts.items()}

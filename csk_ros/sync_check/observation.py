"""Go through a recording once and keep what its stamps and its motion say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.recording.recording import RecordingError
from csk_ros.stream.stamp_order import StampOrder, StampVerdict
from csk_ros.sync_check.motion import MotionTracker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from csk_ros.recording.recorded_image import RecordedImage
    from csk_ros.stream.frame import Stream

TRUNCATED = "truncated"


@dataclass
class ObservedStream:
    """One camera's frames that the node would take."""

    motion: MotionTracker
    times: list[int] = field(default_factory=list)
    """When the recorder got them, in ns."""
    stamps: list[int] = field(default_factory=list)
    """Their stamps in ns, in order of arrival."""
    refused: Counter[str] = field(default_factory=Counter)
    """Frames that the node would refuse, by reason."""
    overtaken: int = 0
    """Frames that came after one of a later stamp."""


class Observation:
    """What is kept of a recording: two numbers and some fifty of motion for every frame, no pictures."""

    def __init__(self) -> None:
        self.streams: dict[Stream, ObservedStream] = {
            "rgb": ObservedStream(MotionTracker("rgb")),
            "thermal": ObservedStream(MotionTracker("thermal")),
        }
        self._orders: dict[Stream, StampOrder] = {stream: StampOrder() for stream in self.streams}
        self._newest: dict[Stream, int] = dict.fromkeys(self.streams, 0)

    def see(self, pictures: Iterable[RecordedImage]) -> None:
        """Take in the pictures of both cameras, in order of time.

        Raises:
            RecordingError: the stamps of a camera go back.
        """
        for picture in pictures:
            if picture.stream != "labels":
                self._see(picture.stream, picture)

    def refuse(self, stream: Stream, reason: str) -> None:
        """Count a picture that could not be decoded."""
        self.streams[stream].refused[reason] += 1

    def _see(self, stream: Stream, picture: RecordedImage) -> None:
        observed = self.streams[stream]
        if picture.truncated:
            self.refuse(stream, TRUNCATED)
            return
        verdict = self._orders[stream].judge(picture.stamp)
        if verdict is StampVerdict.REWOUND:
            raise RecordingError(
                f"expected stamps of one run, those of {stream} go back from {self._newest[stream]} to "
                f"{picture.stamp} ns; check a recording in which no clock was set and nothing looped"
            )
        if verdict is not StampVerdict.OK:
            self.refuse(stream, verdict.value)
            return
        observed.times.append(picture.time)
        observed.stamps.append(picture.stamp)
        # A frame that others overtook is paired, but motion needs neighbours.
        if picture.stamp > self._newest[stream]:
            self._newest[stream] = picture.stamp
            observed.motion.see(picture.stamp, picture.image)
        else:
            observed.overtaken += 1

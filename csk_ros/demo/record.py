"""What a demo saw on the topics, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from csk_ros.live.seen import Seen, SeenDiagnostics

if TYPE_CHECKING:
    from csk_ros.stream.frame import Stream

Panel = Literal["rgb", "thermal", "labels"]
"""One of the pictures that the video shows side by side."""


@dataclass(frozen=True)
class SeenPicture(Seen):
    """A picture for the video, shrunk and compressed: a record of any length stays small."""

    jpeg: bytes


@dataclass(frozen=True)
class SeenMode(Seen):
    """A message of segmentation/source, or one of segmentation/mode that says that there is no mode."""

    mode: str
    reason: str


@dataclass
class Record:
    """Everything that arrived during one demo, each list in order of arrival."""

    inputs: dict[Stream, list[Seen]] = field(default_factory=lambda: {"rgb": [], "thermal": []})
    labels: list[Seen] = field(default_factory=list)
    pictures: dict[Panel, list[SeenPicture]] = field(
        default_factory=lambda: {"rgb": [], "thermal": [], "labels": []}
    )
    """Of inputs and overlays, as many as a video shows."""
    modes: list[SeenMode] = field(default_factory=list)
    diagnostics: SeenDiagnostics | None = None
    """The newest."""
    truth_error: str | None = None
    """Why labels cannot be compared with the ground truth."""
    ended: int | None = None
    """When the replay ended, on the clock of `Seen.time`; None while it runs."""
    node_log: str = ""
    """What the node had printed by then; later it misses both cameras."""

    @property
    def zero(self) -> int:
        """When the first input arrived: second 0 of the demo, and of its fault script.

        Raises:
            ValueError: none has.
        """
        first = [seen[0].time for seen in self.inputs.values() if seen]
        if not first:
            raise ValueError("no input has arrived yet")
        return min(first)

    def seconds(self, time: int) -> float:
        """Seconds of the demo at a time of the monotonic clock."""
        return (time - self.zero) / 1e9

    @property
    def duration(self) -> float:
        """Seconds from the first input to the end of the replay.

        Raises:
            ValueError: it has not ended.
        """
        if self.ended is None:
            raise ValueError("the replay has not ended yet")
        return self.seconds(self.ended)

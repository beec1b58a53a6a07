"""What a file of a bag offers, whichever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from csk_ros.recording.recording import RecordingError
from csk_ros.recording.unreadable_topic import IMAGE_TYPES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from csk_ros.recording.bag_files.message_places import MessagePlaces


@dataclass(frozen=True)
class Channel:
    """A topic of a file, with one type; several channels of a file can have the same topic."""

    topic: str
    type: str
    encoding: str
    """How messages are serialised: cdr in ROS 2, ros1, protobuf, json, ..."""

    @property
    def readable(self) -> bool:
        """Whether its messages are images that csk_ros reads."""
        return self.type in IMAGE_TYPES and self.encoding == "cdr"

    @property
    def kind(self) -> str:
        """Its type, for messages; with the encoding where that is none of ROS 2."""
        kind = self.type or "messages without a type"
        return kind if self.encoding == "cdr" else f"{kind} ({self.encoding})"


class BagMessage(NamedTuple):
    """A message as it is stored."""

    time: int
    """When the recorder got it, in nanoseconds."""
    channel: Channel
    data: bytes


class BagFile(Protocol):
    """A file whose messages have been counted; raises RecordingError where it turns out to be damaged."""

    path: Path
    channels: dict[int, Channel]
    """Channels by their numbers in the file."""
    counts: Counter[int]
    """Number of messages found, for the channels that have some."""
    promised: dict[int, int] | None
    """Number of messages that the file says it holds; None if it says nothing."""
    places: MessagePlaces
    """Where the messages of readable channels are."""

    def open(self, wanted: Collection[int]) -> AbstractContextManager[Callable[[int], Iterator[BagMessage]]]:
        """Open the file; the function reads the wanted channels' messages at a position."""


def damaged(path: Path, what: object) -> RecordingError:
    """The error for a file that is not as it was written, with what mends it."""
    return RecordingError(
        f"{path}: a recording that was cut off or damaged: {what}. `mcap recover` mends an mcap, "
        "`sqlite3 OLD .recover | sqlite3 NEW` a db3; `ros2 bag reindex` makes their metadata.yaml anew"
    )

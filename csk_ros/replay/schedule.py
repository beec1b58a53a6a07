"""A recording as the sequence of things to play: where a pass begins, its pictures, where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from csk_ros.replay.picture_message import picture_message

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sensor_msgs.msg import Image

    from csk_ros.recording.fault_script import FaultScript
    from csk_ros.recording.recorded_image import RecordedImage, RecordedStream
    from csk_ros.recording.recording import Recording


@dataclass(frozen=True)
class PassBegin:
    """A pass begins at `time`, the first picture's even if a fault drops that one."""

    time: int


@dataclass(frozen=True)
class PassEnd:
    """The next pass may begin at `time`."""

    time: int


@dataclass(frozen=True, eq=False)
class ScheduledImage:
    """A message to publish when `time` is due; times and stamps are in nanoseconds of the recording."""

    stream: RecordedStream
    time: int
    stamp: int
    message: Image


def schedule(
    recording: Recording, script: FaultScript, *, loop: bool
) -> Iterator[PassBegin | ScheduledImage | PassEnd]:
    """Read, break and encode a recording, lazily; with `loop` again and again.

    A pass is as long as the recording plus one period of its busiest stream, so that a loop has no hitch.
    """
    while (yield from _one_pass(recording, script)) and loop:
        pass


def _one_pass(
    recording: Recording, script: FaultScript
) -> Generator[PassBegin | ScheduledImage | PassEnd, None, bool]:
    """Whether there was a picture."""
    source = iter(recording)
    first = next(source, None)
    if first is None:
        return False
    taken = played = first.time

    def pictures() -> Iterator[RecordedImage]:
        nonlocal taken
        for picture in chain([first], source):
            taken = picture.time
            yield picture

    yield PassBegin(first.time)
    for picture in script.apply(pictures()):
        played = picture.time
        yield _encoded(picture)
    period = (taken - first.time) // max(1, max(recording.counts.values()) - 1)
    yield PassEnd(max(taken + period, played))
    return True


def _encoded(picture: RecordedImage) -> ScheduledImage:
    return ScheduledImage(picture.stream, picture.time, picture.stamp, picture_message(picture))

"""Faults at set times, laid over a recording."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from csk_ros.recording.fault_parsing import FaultScriptError, parse_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from csk_ros.recording.fault import Fault
    from csk_ros.recording.fault_effects.effect import Effect
    from csk_ros.recording.recorded_image import RecordedImage, RecordedStream


class FaultScript:
    """Which camera fails how and when; ground truth is never touched.

    Faults of one camera at one time work in the order in which they are listed.
    """

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)

    @classmethod
    def load(cls, path: str | Path) -> FaultScript:
        """Read `faults: [{rgb: drop, from: 5.0, to: 8.0}, ...]` from a YAML file.

        Raises:
            FaultScriptError: no such file, no YAML, or a wrong entry.
        """
        try:
            content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise FaultScriptError(f"{path}: cannot be read: {error.strerror}") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise FaultScriptError(f"{path}: expected YAML: {error}") from error
        if not isinstance(content, dict) or set(content) != {"faults"}:
            found = ", ".join(map(str, content)) if isinstance(content, dict) else repr(content)
            raise FaultScriptError(f"{path}: expected the one key `faults` with a list, got {found}")
        try:
            return cls.from_list(content["faults"])
        except FaultScriptError as error:
            raise FaultScriptError(f"{path}: {error}") from error

    @classmethod
    def from_list(cls, entries: object) -> FaultScript:
        """The script of a list of entries such as `{"rgb": "drop", "from": 5.0, "to": 8.0}`.

        Raises:
            FaultScriptError: no list, or a wrong entry; the message numbers entries from 1.
        """
        if not isinstance(entries, list):
            raise FaultScriptError(f"expected a list of faults, got {entries!r}")
        return cls([_parse(number, entry) for number, entry in enumerate(entries, start=1)])

    def apply(self, pictures: Iterable[RecordedImage]) -> Iterator[RecordedImage]:
        """The pictures as the robot gets them, in order of time.

        Lazy; holds back no more than the pictures that are delayed at a time. A late picture delays those of
        its stream behind it, as a transport in order does; only `overtake` lets them pass.

        Args:
            pictures: in order of time; the first one's time is the script's 0.
        """
        effects = [(fault, fault.begin()) for fault in self.faults]
        waiting: list[tuple[int, int, RecordedImage]] = []
        latest: dict[RecordedStream, int] = {}
        number = itertools.count()
        start: int | None = None
        for picture in pictures:
            start = picture.time if start is None else start
            for harmed, overtakes in _harm(picture, (picture.time - start) / 1e9, effects):
                time = harmed.time
                if not overtakes:
                    latest[picture.stream] = time = max(time, latest.get(picture.stream, time))
                heapq.heappush(waiting, (time, next(number), replace(harmed, time=time)))
            # Nothing that comes later can be due before this picture's own time.
            while waiting and waiting[0][0] <= picture.time:
                yield heapq.heappop(waiting)[2]
        while waiting:
            yield heapq.heappop(waiting)[2]


def _parse(number: int, entry: object) -> Fault:
    try:
        return parse_fault(entry)
    except FaultScriptError as error:
        raise FaultScriptError(f"fault {number} ({entry}): {error}") from error


def _harm(
    picture: RecordedImage, seconds: float, effects: list[tuple[Fault, Effect]]
) -> list[tuple[RecordedImage, bool]]:
    """What comes of a picture, each with whether those behind it may overtake it."""
    harmed = [(picture, False)]
    for fault, effect in effects:
        if fault.camera != picture.stream:
            continue
        if fault.is_on(seconds):
            harmed = [
                (result, overtakes or effect.overtakes)
                for each, overtakes in harmed
                for result in effect.harm(each)
            ]
        else:
            for each, _ in harmed:
                effect.watch(each)
    return harmed

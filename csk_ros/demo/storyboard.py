"""What each picture of the video shows."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.mode import NO_MODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.demo.record import Record
    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.evaluation.judging.output import Output

MISSING_PERIODS = 2.0
"""A picture is shown as missing when the next one is overdue by more than one period."""

FEWEST_TICKS, MOST_TICKS = 10, 20
"""Pictures a second of a video: enough for the cursor to move smoothly, few enough to be painted soon."""


@dataclass(frozen=True)
class Shot:
    """What is in one panel."""

    jpeg: bytes | None
    """The newest picture; None before the first."""
    age: float
    """Seconds since anything came, or since the start."""
    missing: bool
    """Whether that is too long for the picture to stand for this moment."""


@dataclass(frozen=True)
class Scene:
    """One picture of the video."""

    time: float
    """Seconds of the demo."""
    rgb: Shot
    thermal: Shot
    labels: Shot
    mode: str
    """Of the labels; `none` while nothing can be published."""
    reason: str


def frame_rate(record: Record) -> int:
    """Pictures a second: a multiple of the thermal camera's or a part of it, so that each lasts equally."""
    rate = max(1, round(len(record.inputs["thermal"]) / record.duration))
    if rate > MOST_TICKS:
        return rate // ceil(rate / MOST_TICKS)
    return rate * ceil(FEWEST_TICKS / rate)


def storyboard(
    record: Record, outputs: Sequence[Output], spans: Sequence[ModeSpan], rate: int
) -> list[Scene]:
    """The scenes of a video of `rate` pictures a second.

    Labels are shown with the picture that they belong to, not when they arrived, so that the panels show one
    moment.
    """
    drawn = sorted(((_moment(output), output) for output in outputs), key=lambda item: item[0])
    moments = [moment for moment, _ in drawn]
    shown = {output.stamp: moment for moment, output in drawn}
    labels = _Track(
        moments, [(shown[p.stamp], p.jpeg) for p in record.pictures["labels"] if p.stamp in shown]
    )
    cameras = {
        camera: _Track(
            [record.seconds(seen.time) for seen in arrivals],
            [(record.seconds(picture.time), picture.jpeg) for picture in record.pictures[camera]],
        )
        for camera, arrivals in record.inputs.items()
    }
    scenes = []
    for tick in range(int(record.duration * rate)):
        # In the middle of the tick: a picture that comes a little early or late keeps its place.
        time = (tick + 0.5) / rate
        number = bisect_right(moments, time)
        mode, reason = (
            (drawn[number - 1][1].mode.value, drawn[number - 1][1].reason) if number else _NOTHING_YET
        )
        silent = next((s for s in spans if s.mode == NO_MODE and s.start <= time < s.end), None)
        if silent is not None:
            mode, reason = NO_MODE, silent.reason
        scenes.append(
            Scene(time, cameras["rgb"].at(time), cameras["thermal"].at(time), labels.at(time), mode, reason)
        )
    return scenes


_NOTHING_YET = (NO_MODE, "no output yet")


def _moment(output: Output) -> float:
    return output.time if output.anchored is None else output.anchored


class _Track:
    """What came in one panel and the pictures that were kept of it, both in order of their times."""

    def __init__(self, arrivals: Sequence[float], pictures: Sequence[tuple[float, bytes]]) -> None:
        self._arrivals = arrivals
        self._times = [time for time, _ in pictures]
        self._jpegs = [jpeg for _, jpeg in pictures]
        period = float(np.median(np.diff(arrivals))) if len(arrivals) > 1 else 0.0
        self._patience = MISSING_PERIODS * period

    def at(self, time: float) -> Shot:
        """The newest picture at a time."""
        came = bisect_right(self._arrivals, time)
        age = time - self._arrivals[came - 1] if came else time
        kept = bisect_right(self._times, time)
        jpeg = self._jpegs[kept - 1] if kept else None
        return Shot(jpeg, age, missing=not came or age > self._patience)

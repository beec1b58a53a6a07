"""What each picture of the video shows."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.demo.mode_span import NO_MODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.demo.mode_span import ModeSpan
    from csk_ros.demo.output import Output
    from csk_ros.demo.record import Record

MISSING_PERIODS = 2.0
"""A picture is shown as missing when the next one is overdue by more than one period."""

FEWEST_TICKS = 10
"""Pictures a second that a video has at least: the cursor is to move smoothly."""


@dataclass(frozen=True)
class Shot:
    """What is in one panel."""

    jpeg: bytes | None
    """The newest picture; None before the first."""
    age: float
    """Seconds since it came, or since the start."""
    missing: bool
    """Whether it is too old to stand for this moment."""


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
    """Pictures a second: a multiple of the thermal camera's, so that each is shown equally long."""
    rate = max(1, round(len(record.inputs["thermal"]) / record.duration))
    return rate * -(-FEWEST_TICKS // rate)


def storyboard(
    record: Record, outputs: Sequence[Output], spans: Sequence[ModeSpan], rate: int
) -> list[Scene]:
    """The scenes of a video of `rate` pictures a second.

    Labels are shown with the picture that they belong to, not when they arrived, so that the panels show one
    moment.
    """
    overlays = {overlay.stamp: overlay.jpeg for overlay in record.overlays}
    drawn = sorted((_moment(output), output) for output in outputs if output.stamp in overlays)
    tracks = {
        camera: _Track([(record.seconds(picture.time), picture.jpeg) for picture in pictures])
        for camera, pictures in record.inputs.items()
    }
    labels = _Track([(moment, overlays[output.stamp]) for moment, output in drawn])
    moments = [moment for moment, _ in drawn]
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
            Scene(time, tracks["rgb"].at(time), tracks["thermal"].at(time), labels.at(time), mode, reason)
        )
    return scenes


_NOTHING_YET = (NO_MODE, "no output yet")


def _moment(output: Output) -> float:
    return output.time if output.anchored is None else output.anchored


class _Track:
    """Pictures of one panel, in order of their times."""

    def __init__(self, pictures: Sequence[tuple[float, bytes]]) -> None:
        self._times = [time for time, _ in pictures]
        self._jpegs = [jpeg for _, jpeg in pictures]
        period = float(np.median(np.diff(self._times))) if len(pictures) > 1 else 0.0
        self._patience = MISSING_PERIODS * period

    def at(self, time: float) -> Shot:
        """The newest picture at a time."""
        number = bisect_right(self._times, time)
        if number == 0:
            return Shot(None, time, missing=True)
        age = time - self._times[number - 1]
        return Shot(self._jpegs[number - 1], age, missing=age > self._patience)

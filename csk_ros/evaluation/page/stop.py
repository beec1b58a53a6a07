"""The stops of the page's slider, which passes of one recording share."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.pictures.moment_album import KeptMoment


@dataclass(frozen=True)
class Stop:
    """A place of the slider."""

    time: float
    """Seconds since the first input."""
    shown: tuple[int | None, ...]
    """Which moment each pass shows: the nearest one; None if it has no moments."""


def stops(passes: Sequence[Sequence[KeptMoment]]) -> list[Stop]:
    """A stop at every moment of any pass.

    Args:
        passes: the moments of each pass, in order of time.
    """
    times = [[moment.output.time for moment in moments] for moments in passes]
    places = sorted({time for of_pass in times for time in of_pass})
    return [Stop(place, tuple(nearest(of_pass, place) for of_pass in times)) for place in places]


def nearest(times: Sequence[float], time: float) -> int | None:
    """The index of the nearest of rising times; None of none."""
    after = bisect_left(times, time)
    candidates = [index for index in (after - 1, after) if 0 <= index < len(times)]
    return min(candidates, key=lambda index: abs(times[index] - time), default=None)

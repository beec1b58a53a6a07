"""How evenly one camera stamps its frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.stream.stamp_gaps import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

NORMAL = 1.4826
"""Standard deviation of a normal distribution by its median absolute deviation."""


@dataclass(frozen=True)
class StampFigures:
    """What the stamps of one stream say; seconds."""

    frames: int
    period: float
    """Median interval."""
    jitter: float
    """Standard deviation of the intervals by their median absolute deviation: gaps do not count."""
    gaps: int
    """Intervals of more than one and a half periods."""
    longest: float
    """Longest interval."""
    delay: float
    """Median time from stamp to recording: exposure, driver and transport, where both clocks are one."""

    @property
    def rate(self) -> float:
        """Frames a second between gaps."""
        return 1.0 / self.period


def stamp_figures(times: Sequence[int], stamps: Sequence[int]) -> StampFigures:
    """Sum up a stream.

    Args:
        times: when each frame was recorded, ns.
        stamps: their stamps in ns, distinct, in any order; two at least.
    """
    arrived, stamped = np.array(times, np.int64), np.array(stamps, np.int64)
    intervals = np.asarray(np.diff(np.sort(stamped)), np.float64) / 1e9
    period = float(np.median(intervals))
    return StampFigures(
        frames=len(stamped),
        period=period,
        jitter=float(NORMAL * np.median(np.abs(intervals - period))),
        gaps=int(np.count_nonzero(intervals > GAP * period)),
        longest=float(intervals.max()),
        delay=float(np.median(arrived - stamped)) / 1e9,
    )

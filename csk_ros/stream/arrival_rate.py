"""Rate and period of a stream, from the arrival times of its frames."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from statistics import median

from csk_ros.stream.frame import nanoseconds

WINDOW = nanoseconds(3.0)
"""The rate counts the frames of this long a past: at 1 Hz there are always two of them."""

MAX_ARRIVALS = 512
"""Three seconds at 170 Hz."""

PERIOD_INTERVALS = 8
"""The period is the median of so many last intervals: one outage does not move it."""


class ArrivalRate:
    """Arrival times of one stream on the clock passed in (ns)."""

    def __init__(self) -> None:
        self._arrivals: deque[int] = deque(maxlen=MAX_ARRIVALS)

    def add(self, now: int) -> None:
        """Note that a frame arrived at `now`."""
        self._arrivals.append(now)

    @property
    def last(self) -> int | None:
        """When the last frame arrived; None before the first."""
        return self._arrivals[-1] if self._arrivals else None

    def rate(self, now: int) -> float:
        """Frames a second over the last three seconds; 0.0 for a stream that has stopped."""
        recent = [arrival for arrival in self._arrivals if now - arrival <= WINDOW]
        if len(recent) < 2 or recent[-1] == recent[0]:
            return 0.0
        # Up to now once a frame is overdue, so that the rate of a dying stream falls at once.
        interval = (recent[-1] - recent[0]) / (len(recent) - 1)
        span = max(recent[-1] - recent[0], now - recent[0] - interval)
        return (len(recent) - 1) * 1e9 / span

    def period(self) -> int | None:
        """Median interval between frames in ns; None before the second one."""
        arrivals = list(self._arrivals)[-PERIOD_INTERVALS - 1 :]
        intervals = [later - earlier for earlier, later in pairwise(arrivals)]
        return int(median(intervals)) if intervals else None

    def clear(self) -> None:
        """Forget every arrival."""
        self._arrivals.clear()

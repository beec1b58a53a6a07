"""Percentiles of any number of durations, in memory that does not grow."""

from __future__ import annotations

import numpy as np

BIN = 0.0005
"""Seconds; percentiles are right to that."""

BINS = 20_000
"""10 s; what took longer lies in one bin more."""


class LatencyHistogram:
    """Counts of durations in bins of one width."""

    def __init__(self) -> None:
        self._counts = np.zeros(BINS + 1, np.int64)
        self.longest = 0.0
        """Seconds."""

    @property
    def count(self) -> int:
        """How many durations there are."""
        return int(self._counts.sum())

    def add(self, seconds: float) -> None:
        """Count a duration; one below 0, of a clock that was set back, as 0."""
        self._counts[min(max(int(seconds / BIN), 0), BINS)] += 1
        self.longest = max(self.longest, seconds)

    def __add__(self, other: LatencyHistogram) -> LatencyHistogram:
        """The durations of both."""
        both = LatencyHistogram()
        both._counts = self._counts + other._counts
        both.longest = max(self.longest, other.longest)
        return both

    def percentile(self, percent: float) -> float | None:
        """The smallest duration in seconds that so many percent do not exceed; None if there are none.

        It is rounded up to the end of its bin, but never above the longest; one beyond the last bin is the
        longest.
        """
        if not self.count:
            return None
        rank = np.ceil(self.count * percent / 100)
        place = int(np.searchsorted(np.cumsum(self._counts), max(rank, 1)))
        return self.longest if place == BINS else min((place + 1) * BIN, self.longest)

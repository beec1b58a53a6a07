"""Tell a stream that loses frames on the way from one that is slow."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import numpy as np

REMEMBERED = 48
MIN_STAMPS = 16
GAP = 1.5
"""An interval this many times the shortest usual one holds a lost frame."""


class StampGaps:
    """Looks for holes between the stamps of one stream.

    A camera stamps evenly, whatever its rate. Frames that were lost on the way leave intervals of
    two, three and more periods among the single ones: best-effort transport of large images does
    that when its buffers are too small.
    """

    def __init__(self) -> None:
        self._stamps: deque[int] = deque(maxlen=REMEMBERED)

    def add(self, stamp: int) -> None:
        """Note the stamp (ns) of a frame that arrived."""
        self._stamps.append(stamp)

    def share(self) -> float:
        """Share of the last intervals that have a hole, 0..1; 0.0 until enough frames have come."""
        if len(self._stamps) < MIN_STAMPS:
            return 0.0
        intervals = np.array([abs(later - earlier) for earlier, later in pairwise(self._stamps)])
        usual = np.percentile(intervals, 20)
        return float(np.mean(intervals > GAP * usual))

    def clear(self) -> None:
        """Forget every stamp."""
        self._stamps.clear()

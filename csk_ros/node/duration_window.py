"""Percentiles over the last durations."""

from __future__ import annotations

import threading
from collections import deque

import numpy as np

WINDOW = 200
"""Durations that the percentiles are taken over."""


class DurationWindow:
    """Thread-safe percentiles over a sliding window of durations."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._durations: deque[int] = deque(maxlen=WINDOW)

    def add(self, duration: int) -> None:
        """Note a duration (ns)."""
        with self._lock:
            self._durations.append(duration)

    def percentiles(self) -> tuple[float, float] | None:
        """Return p50 and p95 in milliseconds; None before the first."""
        with self._lock:
            durations = list(self._durations)
        if not durations:
            return None
        p50, p95 = np.percentile(durations, (50, 95)) / 1e6
        return float(p50), float(p95)

"""Give every thermal frame the nearest rgb frame, or none, within a bounded wait."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import Generic

from csk_ros.stream.frame import Frame, M, nanoseconds

MAX_RGB_FRAMES = 32
"""RGB frames kept to choose from: over a second at 30 Hz, a quarter of one at 120 Hz."""

MAX_WAITING = 32
"""Thermal frames that may wait at once; one more decides the oldest."""


@dataclass(frozen=True)
class PairingSettings:
    """How far apart two frames of a pair may lie, and how long a thermal frame waits. Seconds."""

    max_skew: float = 0.05
    """Largest distance between the stamps of a pair, after `rgb_time_offset`."""
    rgb_wait: float = 0.05
    """Longest wait of a thermal frame for an rgb frame, on the clock passed in."""
    rgb_time_offset: float = 0.0
    """Added to rgb stamps to bring them onto the thermal camera's clock."""


@dataclass(frozen=True)
class Pair(Generic[M]):
    """A thermal frame and the rgb frame that belongs to it, if there is one."""

    thermal: Frame[M]
    rgb: Frame[M] | None
    skew: int | None
    """RGB stamp (after `rgb_time_offset`) minus thermal stamp in nanoseconds; None without rgb."""
    arrival: int
    """When the thermal frame arrived, in nanoseconds of the clock passed in."""


@dataclass(frozen=True)
class _Waiting(Generic[M]):
    frame: Frame[M]
    arrival: int


class Pairer(Generic[M]):
    """Pairs by nearest stamp; every thermal frame leaves exactly once, in the order of stamps.

    A thermal frame is decided as soon as an rgb frame at least as new has come (a nearer one can
    then only arrive out of order), at the latest `rgb_wait` after its arrival, and at once while
    `rgb_down` is set. An rgb frame may serve several thermal frames: the streams' rates are free.

    Not thread-safe. Callers keep stamps of one stream distinct and sane (see `StampOrder`).
    """

    def __init__(self, settings: PairingSettings | None = None) -> None:
        self.settings = settings or PairingSettings()
        self.rgb_down = False
        self._rgb: list[Frame[M]] = []
        self._waiting: list[_Waiting[M]] = []

    def __len__(self) -> int:
        """Count the thermal frames that wait."""
        return len(self._waiting)

    def add_thermal(self, frame: Frame[M], now: int) -> list[Pair[M]]:
        """Take in a thermal frame at time `now` (ns); return the pairs that are decided by now."""
        bisect.insort(self._waiting, _Waiting(frame, now), key=lambda waiting: waiting.frame.stamp)
        return self.advance(now)

    def add_rgb(self, frame: Frame[M], now: int) -> list[Pair[M]]:
        """Take in an rgb frame at time `now` (ns); return the pairs that are decided by now."""
        bisect.insort(self._rgb, frame, key=lambda known: known.stamp)
        del self._rgb[:-MAX_RGB_FRAMES]
        return self.advance(now)

    def advance(self, now: int) -> list[Pair[M]]:
        """Return the pairs that are decided at time `now` (ns)."""
        count = self._decided(now)
        pairs = [self._pair(waiting) for waiting in self._waiting[:count]]
        del self._waiting[:count]
        return pairs

    def flush(self) -> list[Pair[M]]:
        """Decide all that waits by what has come; return the pairs."""
        pairs = [self._pair(waiting) for waiting in self._waiting]
        self._waiting.clear()
        return pairs

    def deadline(self) -> int | None:
        """Say at what time (ns) `advance` has something to decide if nothing arrives before."""
        wait = nanoseconds(self.settings.rgb_wait)
        return min((waiting.arrival + wait for waiting in self._waiting), default=None)

    def clear(self) -> list[Frame[M]]:
        """Forget everything; return the thermal frames that were still waiting."""
        waiting = [entry.frame for entry in self._waiting]
        self._waiting.clear()
        self._rgb.clear()
        return waiting

    def _decided(self, now: int) -> int:
        """Count the waiting frames, oldest stamp first, that must not wait any longer."""
        if self.rgb_down:
            return len(self._waiting)
        wait = nanoseconds(self.settings.rgb_wait)
        newest_rgb = self._on_thermal_clock(self._rgb[-1]) if self._rgb else None
        count = max(0, len(self._waiting) - MAX_WAITING)
        for position, waiting in enumerate(self._waiting, start=1):
            overtaken = newest_rgb is not None and newest_rgb >= waiting.frame.stamp
            # A due frame takes those with older stamps along, so that stamps leave in order.
            if overtaken or now - waiting.arrival >= wait:
                count = max(count, position)
        return count

    def _pair(self, waiting: _Waiting[M]) -> Pair[M]:
        thermal = waiting.frame
        nearest = min(
            self._rgb, key=lambda rgb: abs(self._on_thermal_clock(rgb) - thermal.stamp), default=None
        )
        if nearest is not None and not self.rgb_down:
            skew = self._on_thermal_clock(nearest) - thermal.stamp
            if abs(skew) <= nanoseconds(self.settings.max_skew):
                return Pair(thermal, nearest, skew, waiting.arrival)
        return Pair(thermal, None, None, waiting.arrival)

    def _on_thermal_clock(self, rgb: Frame[M]) -> int:
        return rgb.stamp + nanoseconds(self.settings.rgb_time_offset)

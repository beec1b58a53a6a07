"""A camera's motion on an even time base that the other camera's can be laid beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.sync_check.motion import Motion

STEP = 0.005
"""Seconds of the common time base; peaks are found between its points."""

QUIET = 0.3
"""Change under this share of the usual one is told apart no further: it is noise."""

FASTEST = 6.0
"""Shifts of more than so many usual ones are cut: one wrong match must not outweigh the rest."""

COVERED = 0.8
"""A moment counts if at least so much of its surroundings has been seen."""


@dataclass(frozen=True)
class Signal:
    """Values that hold from one picture to the next, with holes where there was nothing to trust."""

    start: NDArray[np.float64]
    """[steps] seconds, rising."""
    end: NDArray[np.float64]
    """[steps] seconds."""
    values: NDArray[np.float64]
    """[steps, channels], of mean 0."""

    @property
    def period(self) -> float:
        """Median length of a step in seconds."""
        return float(np.median(self.end - self.start))

    def sample(
        self, start: float, count: int, width: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Means over `width` seconds around `count` moments, STEP apart.

        Cameras of different rates are made equally slow by it.

        Returns:
            [count, channels] values, 0 where they do not count, and [count] 1.0 where they do, else 0.0.
        """
        moments = start + STEP * np.arange(count)
        half = np.float64(width / 2)
        sums, seen = self._until(moments + half)
        sums_before, seen_before = self._until(moments - half)
        sums, seen = sums - sums_before, seen - seen_before
        counts = seen >= COVERED * width
        means = sums / np.where(counts, seen, 1.0)[:, np.newaxis]
        return np.where(counts[:, np.newaxis], means, 0.0), counts.astype(np.float64)

    @cached_property
    def _integrals(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Integrals over values [steps + 1, channels] and over time seen [steps + 1], up to each step."""
        length = self.end - self.start
        values = np.cumsum(self.values * length[:, np.newaxis], axis=0)
        return np.pad(values, ((1, 0), (0, 0))), np.pad(np.cumsum(length), (1, 0))

    def _until(self, moments: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The same integrals up to any moments: exact, so that edges may lie anywhere between samples."""
        values, seen = self._integrals
        step = np.maximum(np.searchsorted(self.start, moments, "right") - 1, 0)
        into = np.clip(moments - self.start[step], 0.0, self.end[step] - self.start[step])
        return values[step] + self.values[step] * into[:, np.newaxis], seen[step] + into


def change_signal(motion: Motion, zero: int) -> Signal:
    """How much changes in each cell, as logarithms: a near car must not outweigh ten far people.

    Args:
        motion: of one camera, one step at least.
        zero: stamp in ns that becomes second 0.
    """
    usual = float(np.median(motion.change))
    floor = max(QUIET * usual, float(np.finfo(np.float32).eps))
    logs = np.log(motion.change.astype(np.float64) + floor)
    # Where a frame was lost the step is longer and more has changed: that much tells nothing of the motion.
    lengths = np.log((motion.end - motion.start) / 1e9)
    lengths -= lengths.mean()
    slope = lengths @ logs.mean(axis=1) / max(lengths @ lengths, np.finfo(np.float64).eps)
    return _signal(motion, logs - slope * lengths[:, np.newaxis], zero)


def shift_signal(motion: Motion, zero: int) -> Signal:
    """How fast the whole picture moves along x and y; arguments as of `change_signal`."""
    shift = motion.shift.astype(np.float64)
    limit = FASTEST * float(np.median(np.abs(shift)))
    return _signal(motion, np.clip(shift, -limit, limit), zero)


def _signal(motion: Motion, values: NDArray[np.float64], zero: int) -> Signal:
    start, end = (motion.start - zero) / 1e9, (motion.end - zero) / 1e9
    return Signal(start, end, values - np.average(values, axis=0, weights=end - start))

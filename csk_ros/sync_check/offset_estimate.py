"""The offset at which two signals are most alike, how sure that is, or why it cannot be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.sync_check.block_correlation import BLOCK, correlate, usable_blocks
from csk_ros.sync_check.doubt import Doubt
from csk_ros.sync_check.signal import STEP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.sync_check.block_correlation import BlockCorrelation
    from csk_ros.sync_check.signal import Signal

MIN_BLOCKS = 5
"""Blocks that an interval needs."""

RESAMPLES = 400

WRONG_PAIRINGS = 8
"""How many times rgb is laid beside the thermal blocks of other times."""

CLEAR = 2.0
"""The right offset must stand out so many times as far as the best of wrong blocks."""

WIDEST = 0.05
"""Seconds: a 95 % interval that is wider leaves more open than a frame of most cameras."""


@dataclass(frozen=True)
class OffsetEstimate:
    """What one kind of motion says; seconds that rgb stamps have to be moved by."""

    offset: float
    low: float
    """Lower end of the 95 % interval."""
    high: float
    """Upper end."""
    correlation: float
    """At the offset, -1..1."""
    chance: float
    """The highest correlation between blocks of different times."""
    blocks: int
    period: float
    """Seconds between pictures of the slower camera."""
    limit: float
    """Largest offset that was looked at."""
    correlations: BlockCorrelation

    @property
    def width(self) -> float:
        """Of the interval, in seconds."""
        return self.high - self.low

    @property
    def may_be_zero(self) -> bool:
        """Whether the interval holds 0: the clocks agree as far as can be told."""
        return self.low <= 0 <= self.high

    def uncertainty(self, offset: float) -> float:
        """How far an offset within the interval may be off, in seconds."""
        return max(self.high - offset, offset - self.low)

    @property
    def doubt(self) -> Doubt | None:
        """Why this must not be believed; None if it may be."""
        # On Fisher's scale a correlation of 0.99 is as far above 0.8 as 0.5 is above -0.8.
        if np.arctanh(min(self.correlation, 0.999)) < CLEAR * np.arctanh(min(max(self.chance, 0.0), 0.999)):
            return Doubt(
                f"the cameras are hardly more alike (correlation {self.correlation:.2f}) than at wrong times "
                f"({self.chance:.2f})",
                "too little moves, or not in both",
            )
        if max(abs(self.low), abs(self.high)) > self.limit - self.period:
            return Doubt(
                f"the offset lies at the edge of the {self.limit:g} s searched", "try a larger --range"
            )
        if self.width > WIDEST:
            return Doubt(
                f"it can be anything from {1e3 * self.low:+.0f} to {1e3 * self.high:+.0f} ms",
                "too little moves, or it moves too evenly",
            )
        return None


class TooShortError(ValueError):
    """There is too little of both cameras to compare; the message says how much."""


def estimate_offset(rgb: Signal, thermal: Signal, limit: float) -> OffsetEstimate:
    """Find the offset within -limit..limit seconds.

    Raises:
        TooShortError: fewer than MIN_BLOCKS blocks can be used.
    """
    starts = usable_blocks(rgb, thermal)
    if len(starts) < MIN_BLOCKS:
        raise TooShortError(
            f"expected at least {MIN_BLOCKS * BLOCK:g} s in which both cameras show something new in every "
            f"picture, got {len(starts) * BLOCK:g} s"
        )
    right = correlate(rgb, thermal, starts, starts, limit)
    wrong = [
        correlate(rgb, thermal, np.roll(starts, turn), starts, limit).curve(slice(None)).max()
        for turn in range(1, min(len(starts), WRONG_PAIRINGS + 1))
    ]
    period = max(rgb.period, thermal.period)
    curve = right.curve(slice(None))
    offset = peak(curve, period)
    # Of few blocks resampling makes intervals too narrow; Student's t says by how much (to a few per cent).
    widening = 1 + 2 / (len(starts) - 1)
    drawn = resampled_offsets(right, period)
    ends = offset + widening * (np.percentile(drawn, (2.5, 97.5)) - offset)
    # What lies beyond was not looked at.
    low, high = np.clip(ends, -limit, limit)
    return OffsetEstimate(
        offset=offset,
        low=float(low),
        high=float(high),
        correlation=float(curve.max()),
        chance=float(max(wrong)),
        blocks=len(starts),
        period=period,
        limit=limit,
        correlations=right,
    )


def resampled_offsets(correlation: BlockCorrelation, period: float, *, seed: int = 0) -> NDArray[np.float64]:
    """[RESAMPLES] the offsets of as many blocks drawn with repetition (bootstrap)."""
    random, count = np.random.default_rng(seed), len(correlation)
    draws = random.integers(0, count, (RESAMPLES, count))
    return np.array([peak(correlation.curve(draw), period) for draw in draws])


def peak(curve: NDArray[np.float64], period: float) -> float:
    """The offset in seconds at the top of a parabola around a curve's highest point, within the curve.

    Args:
        curve: [2 n + 1] values at the offsets -n STEP .. n STEP.
        period: seconds; the parabola is fitted to this much of the curve, the width of its top.
    """
    top, half = int(curve.argmax()), max(1, round(period / STEP / 2))
    around = np.arange(max(0, top - half), min(len(curve), top + half + 1))
    square, slope, _ = np.polyfit(around - top, curve[around], 2)
    between = np.clip(-slope / (2 * square), -half, half) if square < 0 else 0.0
    return float(np.clip(top + between, 0, len(curve) - 1) - len(curve) // 2) * STEP

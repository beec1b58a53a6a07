"""Whether the offset changes in the course of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.sync_check.offset_estimate import MIN_BLOCKS, peak, resampled_offsets

if TYPE_CHECKING:
    from csk_ros.sync_check.offset_estimate import OffsetEstimate


@dataclass(frozen=True)
class Drift:
    """The offset in the first and the last part of a recording; seconds."""

    first: float
    last: float
    between: float
    """Time from the middle of the first part to that of the last."""
    low: float
    """Lower end of the 99 % interval of their difference."""
    high: float
    """Upper end."""

    @property
    def significant(self) -> bool:
        """Whether chance alone does not explain the difference."""
        return self.low > 0 or self.high < 0

    @property
    def rate(self) -> float:
        """Seconds a second."""
        return (self.last - self.first) / self.between


def find_drift(estimate: OffsetEstimate) -> Drift | None:
    """Compare the first third of the blocks with the last; of few blocks as many as an interval needs.

    Returns:
        None for a recording that is too short for two parts.
    """
    blocks = len(estimate.correlations)
    if blocks < 2 * MIN_BLOCKS:
        return None
    size = max(MIN_BLOCKS, blocks // 3)
    parts = [estimate.correlations.part(part) for part in (slice(size), slice(-size, None))]
    first, last = (peak(part.curve(slice(None)), estimate.period) for part in parts)
    drawn = [resampled_offsets(part, estimate.period, seed=seed) for seed, part in enumerate(parts)]
    # Wider than drawn, as in estimate_offset; at 99 % Student's t asks for twice as much.
    widening = 1 + 4 / (size - 1)
    change = last - first
    low, high = change + widening * (np.percentile(drawn[1] - drawn[0], (0.5, 99.5)) - change)
    between = float(parts[1].times.mean() - parts[0].times.mean())
    return Drift(first, last, between, float(low), float(high))

"""How many times as long one thing takes as another, where both were measured in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Ratio:
    """A ratio, and how it spreads over the rounds."""

    median: float
    lower: float
    """Quartile."""
    upper: float
    """Quartile."""

    @classmethod
    def of(cls, first: Sequence[Sequence[float]], second: Sequence[Sequence[float]]) -> Ratio:
        """Divide the first's durations by the second's.

        Every round has one ratio, that of the medians of its two blocks: what slows both down cancels.

        Args:
            first: durations, round by round.
            second: the same rounds, in the same unit.

        Raises:
            ValueError: there are no rounds, or not as many of both, or an empty one.
        """
        if not first or len(first) != len(second) or not all([*first, *second]):
            raise ValueError(
                f"expected rounds with durations, as many of both, got {len(first)} and {len(second)}"
            )
        ratios = [float(np.median(a) / np.median(b)) for a, b in zip(first, second, strict=True)]
        lower, median, upper = np.percentile(ratios, (25, 50, 75)).tolist()
        return cls(median, lower, upper)

    @property
    def inverse(self) -> Ratio:
        """That of the second to the first."""
        return Ratio(1 / self.median, 1 / self.upper, 1 / self.lower)

"""From what was measured to the parameters of the node."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALLEST_SKEW = 0.01
"""Seconds: less gains nothing, and loses pairs to the jitter of a busy computer."""

PERCENTILE = 99


@dataclass(frozen=True)
class Proposal:
    """Values for the node; seconds, whole milliseconds."""

    time_offset: float
    """`rgb.time_offset`."""
    max_skew: float
    """`rgb.max_skew`."""

    def params_file(self) -> str:
        """A params file of ROS 2 with the two parameters."""
        return (
            "/**:\n  ros__parameters:\n    rgb:\n"
            f"      time_offset: {self.time_offset:.3f}\n      max_skew: {self.max_skew:.3f}\n"
        )


def propose(offset: float, uncertainty: float, skews: NDArray[np.float64], slower_period: float) -> Proposal:
    """Choose the parameters.

    `rgb.max_skew` takes in 99 % of the skews that remain, and the offset's uncertainty; at least 10 ms, at
    most half a period of the slower camera: what is further away is another frame's neighbour.

    Args:
        offset: measured, seconds.
        uncertainty: how far it may be off, seconds.
        skews: [pairs] seconds that remain between nearest frames after the offset; NaN without a partner.
        slower_period: seconds between frames of the slower camera.
    """
    half = slower_period / 2
    near = np.abs(skews[np.abs(skews) <= half])
    spread = float(np.percentile(near, PERCENTILE)) if near.size else half
    wanted = min(max(spread + uncertainty, SMALLEST_SKEW), max(half, SMALLEST_SKEW))
    # Plus 0: no sign before a zero.
    return Proposal(round(offset, 3) + 0.0, math.ceil(1e3 * wanted - 1e-6) / 1e3)

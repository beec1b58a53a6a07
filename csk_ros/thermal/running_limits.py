"""The scale on which a thermal camera's pictures are seen, steady from one picture to the next."""

from __future__ import annotations

import math
from typing import NamedTuple

TIME_CONSTANT = 2.0
"""Seconds in which the scale goes nearly two thirds of the way to a new picture's."""

LONGEST_GAP = 5.0
"""Seconds without a picture after which the scale begins anew."""


class Limits(NamedTuple):
    """The numbers that become the coldest and the hottest that can be told apart."""

    low: float
    high: float


class RunningLimits:
    """Follows the limits of single pictures with a time constant.

    A hot object that comes near does not make the rest of the picture go pale at once, and a camera that
    warms up is followed. The scale begins anew at the first picture, after a gap, when time goes back, and
    when the middle of a picture lies beyond it, as after a shutter's calibration or a change of the gain.
    """

    def __init__(self) -> None:
        self._limits: Limits | None = None
        self._stamp = 0

    def follow(self, own: Limits, middle: float, stamp: int) -> Limits:
        """Take in a picture.

        Args:
            own: the limits of the picture by itself.
            middle: its median.
            stamp: its time in ns.

        Returns:
            The limits that it is to be seen with.
        """
        passed = (stamp - self._stamp) / 1e9
        self._stamp = stamp
        known = self._limits
        if known is None or not 0 <= passed <= LONGEST_GAP or not known.low <= middle <= known.high:
            self._limits = own
            return own
        share = 1.0 - math.exp(-passed / TIME_CONSTANT)
        self._limits = Limits(
            known.low + share * (own.low - known.low), known.high + share * (own.high - known.high)
        )
        return self._limits

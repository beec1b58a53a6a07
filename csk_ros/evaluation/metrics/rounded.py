"""Figures as they go into JSON and CSV."""

from __future__ import annotations

import math


def rounded(figure: float | None, digits: int = 4) -> float | None:
    """A figure for JSON; null is what there is nothing to tell of, NaN among it."""
    return None if figure is None or math.isnan(figure) else round(figure, digits)


def rounded_share(share: float, digits: int = 4) -> float | None:
    """A share of 0 to 1 for JSON: all and nothing are said only where they are exact."""
    figure = rounded(share, digits)
    smallest = 10.0**-digits
    return figure if figure is None or figure == share else min(max(figure, smallest), 1 - smallest)

"""Figures as they go into JSON and CSV."""

from __future__ import annotations

import math


def rounded(figure: float | None, digits: int = 4) -> float | None:
    """A figure for JSON; null is what there is nothing to tell of, NaN among it."""
    return None if figure is None or math.isnan(figure) else round(figure, digits)

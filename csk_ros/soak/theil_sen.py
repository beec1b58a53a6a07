"""A slope that outliers do not bend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 1000
"""Points whose pairs are looked at, half a million; of more points neighbours are put together before."""


def theil_sen(x: Sequence[float], y: Sequence[float]) -> float:
    """The median of the slopes between all pairs of points (Theil 1950, Sen 1968).

    Up to 29 % of the points may lie anywhere. More than MOST points are first reduced to the medians of as
    many groups of neighbours.

    Args:
        x: in rising order.
        y: as many.

    Returns:
        In units of y per unit of x.

    Raises:
        ValueError: not as many, or no two points of different x.
    """
    if len(x) != len(y):
        raise ValueError(f"expected as many x as y, got {len(x)} and {len(y)}")
    groups = min(len(x), MOST)
    if groups < 2:
        raise ValueError(f"a slope needs two points, got {len(x)}")
    xs, ys = (np.array([np.median(group) for group in np.array_split(values, groups)]) for values in (x, y))
    earlier, later = np.triu_indices(groups, 1)
    runs = xs[later] - xs[earlier]
    if not runs.any():
        raise ValueError(f"a slope needs points of different x, all have {xs[0]:g}")
    rises = (ys[later] - ys[earlier])[runs > 0]
    return float(np.median(rises / runs[runs > 0]))

"""How sure a difference between two modes is: a paired bootstrap over pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.evaluation.metrics.confusion import mean_iou

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 2000

COVERED = 0.95
"""Share of the draws inside of the interval, as much below it as above."""

SEED = 0


def difference_interval(first: NDArray[np.int64], second: NDArray[np.int64]) -> tuple[float, float]:
    """Percentile interval of mIoU(first) - mIoU(second), had other pictures of their kind been taken.

    Sets of as many pictures are drawn from the pictures with replacement; both modes are scored on each of
    them (Efron, Tibshirani: An Introduction to the Bootstrap, 1993, chapter 13). Pictures that are hard for
    both do not widen it. NaN if nothing is labelled.

    Args:
        first: i64[P, C, C + 1], `Confusion.matrix` of each picture in one mode.
        second: of the same pictures in the other mode.
    """
    pictures = len(first)
    drawn = np.random.default_rng(SEED).multinomial(pictures, np.full(pictures, 1 / pictures), DRAWS)
    first_miou, second_miou = (
        mean_iou((drawn @ matrices.reshape(pictures, -1)).reshape(DRAWS, *matrices.shape[1:]))
        for matrices in (first, second)
    )
    outside = (1 - COVERED) / 2
    low, high = np.quantile(first_miou - second_miou, [outside, 1 - outside])
    return float(low), float(high)

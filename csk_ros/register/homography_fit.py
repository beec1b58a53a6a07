"""The small change of a homography under which blocks agree best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.register.block_scores import BlockScores
    from csk_ros.register.homography import Matrix, Size

MODELS = {"similarity": 4, "affine": 6, "homography": 8}
"""How many of the parameters each model is free in."""

FIRST_STEP, LAST_STEP = 2.0, 0.03
"""In pixels at the picture's sides."""


def fit(scores: BlockScores, model: str) -> Matrix:
    """Climb to the change [3, 3] of thermal pixels with the highest score, from none.

    Each parameter goes up and down by a step that halves once no parameter gains by it.

    Args:
        scores: of all frames together.
        model: one of MODELS.
    """
    make = _changes(scores.size)
    parameters = np.zeros(MODELS[model])
    best = scores.at(make(parameters))
    step = FIRST_STEP * 2 / scores.size[0]
    while step > LAST_STEP * 2 / scores.size[0]:
        gained = False
        for index in range(len(parameters)):
            for direction in (step, -step):
                tried = parameters.copy()
                tried[index] += direction
                score = scores.at(make(tried))
                if score > best:
                    best, parameters, gained = score, tried, True
                    break
        if not gained:
            step /= 2
    return make(parameters)


def _changes(size: Size) -> Callable[[Matrix], Matrix]:
    """Make homographies of parameters: shifts, scale, turn; stretch, shear; two of perspective.

    All are in units of half the picture's sides, so that a step of each moves pixels about as far.
    """
    width, height = size
    ratio = height / width
    steps = np.zeros((8, 3, 3))
    steps[0, 0, 2] = 1
    steps[1, 1, 2] = 1 / ratio
    steps[2] = np.diag([1, 1, 0])
    steps[3, 0, 1], steps[3, 1, 0] = -ratio, 1 / ratio
    steps[4] = np.diag([1, -1, 0])
    steps[5, 0, 1], steps[5, 1, 0] = ratio, 1 / ratio
    steps[6, 2, 0] = 1
    steps[7, 2, 1] = 1
    to_unit = np.array([[2 / width, 0, 1 / width - 1], [0, 2 / height, 1 / height - 1], [0, 0, 1.0]])
    to_pixels = np.linalg.inv(to_unit)

    def change(parameters: Matrix) -> Matrix:
        moved = np.eye(3) + np.tensordot(parameters, steps[: len(parameters)], axes=1)
        return np.asarray(to_pixels @ moved @ to_unit)

    return change

"""The homography from rgb to thermal pixels that many pairs of pictures agree upon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.register.block_scores import BlockScores
from csk_ros.register.coarse_search import search
from csk_ros.register.homography import Matrix, normalised
from csk_ros.register.homography_fit import MODELS, fit
from csk_ros.register.pyramid_level import PyramidLevel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.register.pyramid_level import Grey

COARSE_WIDTH, FINE_WIDTH = 160, 320
"""Of the thermal pictures at the two levels of the refinement; finer ones cost more than they bring."""

COARSE_BLOCK, FINE_BLOCK = 20, 32

COARSE_REACH, FINE_REACH = 7, 6
"""In pixels of the level."""

ROUNDS = 2
"""Warps at each level: a block's pixels share one shift only once the rest is right."""


PARTS = 5
"""Of the frames, each of which is left out once to choose the model."""


@dataclass(frozen=True)
class Estimate:
    """What pairs of pictures agree upon."""

    homography: Matrix
    """[3, 3], from rgb to thermal pixels, with a 1 in the last place."""
    model: str
    """similarity, affine or homography: how much of it the pictures determine."""


def estimate(pairs: Sequence[tuple[Grey, Grey]]) -> Estimate:
    """Estimate from nothing but pictures.

    Args:
        pairs: rgb pictures in grey and thermal pictures, float32[H, W] in any unit, of one size each.
    """
    homography = search(pairs)
    level = PyramidLevel.of(pairs, COARSE_WIDTH)
    for _ in range(ROUNDS):
        scores = _frame_scores(level, homography, COARSE_BLOCK, COARSE_REACH)
        homography = _moved(level, homography, fit(_sum(scores), "similarity"))
    level = PyramidLevel.of(pairs, FINE_WIDTH)
    scores = _frame_scores(level, homography, FINE_BLOCK, FINE_REACH)
    model = _determined(scores)
    homography = _moved(level, homography, fit(_sum(scores), model))
    for _ in range(1, ROUNDS):
        scores = _frame_scores(level, homography, FINE_BLOCK, FINE_REACH)
        homography = _moved(level, homography, fit(_sum(scores), model))
    return Estimate(normalised(homography), model)


def _frame_scores(level: PyramidLevel, homography: Matrix, block: int, reach: int) -> list[BlockScores]:
    here = level.to_level(homography)
    return [BlockScores.of(level, frame, here, block=block, reach=reach) for frame in range(len(level.rgb))]


def _moved(level: PyramidLevel, homography: Matrix, change: Matrix) -> Matrix:
    return level.to_full(np.asarray(change @ level.to_level(homography)))


def _sum(scores: Sequence[BlockScores]) -> BlockScores:
    return reduce(add, scores)


def _determined(scores: Sequence[BlockScores]) -> str:
    """The model that serves frames best that it was not fitted to.

    A homography follows the chance of few frames further than a similarity does.
    """
    parts = [_sum(scores[first::PARTS]) for first in range(min(PARTS, len(scores)))]
    if len(parts) == 1:
        return "similarity"

    def unseen(model: str) -> float:
        return sum(
            part.at(fit(_sum([other for other in parts if other is not part]), model)) for part in parts
        )

    return max(MODELS, key=unseen)

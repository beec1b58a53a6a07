"""Do pictures of one moment fit each other better than those of different moments?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.register.pyramid_level import PyramidLevel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from csk_ros.register.homography import Matrix
    from csk_ros.register.pyramid_level import Grey

WIDTH = 160
"""Of the thermal pictures that are compared."""


def moment_matches(pairs: Sequence[tuple[Grey, Grey]], homography: Matrix) -> NDArray[np.float64]:
    """How much better each pair's edges agree than its pictures' with those of the other pairs.

    Pictures that have nothing to do with each other give values about 0, whatever the homography, if that
    was not made from them.

    Args:
        pairs: two or more.
        homography: [3, 3], from rgb to thermal pixels.

    Returns:
        [pairs], differences of correlations.
    """
    level = PyramidLevel.of(pairs, WIDTH)
    here = level.to_level(homography)
    rgb = _rows([level.warped(frame, here) for frame in range(len(pairs))])
    correlations = rgb @ _rows(level.edges).T
    own = np.diag(correlations)
    others = correlations.sum(axis=0) + correlations.sum(axis=1) - 2 * own
    return np.asarray(own - others / (2 * (len(pairs) - 1)))


def significance(matches: NDArray[np.float64]) -> float:
    """Their mean in standard errors."""
    error = matches.std(ddof=1) / np.sqrt(len(matches))
    return float(matches.mean() / error) if error > 0 else 0.0


def _rows(fields: Sequence[NDArray[np.float32]]) -> NDArray[np.float64]:
    rows = np.array([field.ravel() for field in fields], np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1))

"""Small pictures that differ from each other, as a camera's do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT, WIDTH = 64, 96


def rgb_picture(seed: int, height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint8]:
    """A bright, noisy colour picture, uint8[height, width, 3]."""
    return np.random.default_rng(seed).integers(60, 200, (height, width, 3)).astype(np.uint8)


def thermal_picture(seed: int, height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint8]:
    """A noisy thermal picture, uint8[height, width]."""
    return np.random.default_rng(10_000 + seed).integers(10, 250, (height, width)).astype(np.uint8)

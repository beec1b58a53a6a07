"""How well the edges of two cameras agree, block by block and shift by shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.register.homography import Matrix, Size, project

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.register.pyramid_level import PyramidLevel


@dataclass(frozen=True, eq=False)
class BlockScores:
    """Agreement of the pictures' blocks, under small shifts of the rgb picture.

    What moves by itself or stands nearer than the rest agrees at another shift in its block of its frame
    alone; what the frames have in common adds up.
    """

    scores: NDArray[np.float32]
    """[blocks, 2 * reach + 1, 2 * reach + 1]: block, shift down, shift across."""
    centres: Matrix
    """[blocks, 2], x and y in the level's thermal pixels."""
    size: Size
    """Of the level's thermal pictures."""

    @classmethod
    def of(
        cls, level: PyramidLevel, frame: int, homography: Matrix, *, block: int, reach: int
    ) -> BlockScores:
        """Compare one frame's pictures.

        Args:
            level: that holds them.
            frame: which.
            homography: [3, 3] of the level, about which shifts are tried.
            block: side of a block in pixels, about.
            reach: largest shift in pixels.
        """
        width, height = level.size
        grid = max(3, round(width / block)), max(3, round(height / block))
        rgb = cv2.copyMakeBorder(
            level.warped(frame, homography), reach, reach, reach, reach, cv2.BORDER_CONSTANT
        )
        side = 2 * reach + 1
        scores = np.empty((grid[1], grid[0], side, side), np.float32)
        for down in range(side):
            for across in range(side):
                rows, columns = slice(side - 1 - down, None), slice(side - 1 - across, None)
                products = cv2.multiply(rgb[rows, columns][:height, :width], level.edges[frame])
                means = cv2.resize(products, grid, interpolation=cv2.INTER_AREA)
                scores[:, :, down, across] = means.sum(axis=2)
        x = (np.arange(grid[0]) + 0.5) * width / grid[0] - 0.5
        y = (np.arange(grid[1]) + 0.5) * height / grid[1] - 0.5
        centres = np.stack([column.ravel() for column in np.meshgrid(x, y)], axis=1)
        smooth = [cv2.GaussianBlur(shifts, (0, 0), 1.0) for shifts in scores.reshape(-1, side, side)]
        return cls(np.stack(smooth), centres, level.size)

    def __add__(self, other: BlockScores) -> BlockScores:
        """Of both frames."""
        return BlockScores(self.scores + other.scores, self.centres, self.size)

    def at(self, change: Matrix) -> float:
        """Agreement of all blocks if the rgb picture moves on by a homography of thermal pixels."""
        return float(_interpolated(self.scores, project(change, self.centres) - self.centres).sum())


def _interpolated(scores: NDArray[np.float32], shifts: Matrix) -> NDArray[np.float64]:
    """Each block's score at a shift between whole pixels, by cubic convolution (Catmull and Rom)."""
    side = scores.shape[1]
    place = np.clip(shifts + side // 2, 1, side - 2.001)
    whole = place.astype(np.intp)
    across, down = (_cubic_weights(part) for part in (place - whole).T)
    columns, rows = (part[:, None] + np.arange(-1, 3) for part in whole.T)
    blocks = np.arange(len(scores))[:, None, None]
    around = scores[blocks, rows[:, :, None], columns[:, None, :]]
    return np.asarray(np.einsum("bi,bij,bj->b", down, around, across))


def _cubic_weights(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights [n, 4] of the samples at -1, 0, 1 and 2 for a place from 0 to 1."""
    return np.stack(
        [
            (-(t**3) + 2 * t**2 - t) / 2,
            (3 * t**3 - 5 * t**2 + 2) / 2,
            (-3 * t**3 + 4 * t**2 + t) / 2,
            (t**3 - t**2) / 2,
        ],
        axis=1,
    )

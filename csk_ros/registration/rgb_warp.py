"""Warp colour pictures onto the thermal grid by a map that is made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class RgbWarp:
    """Brings rgb pictures of one size onto the thermal grid.

    Where the thermal picture shows more than the rgb picture, the result has a colour that stands for
    nothing: black would be, to the network, a thing that is black.

    Args:
        places: float32[height, width, 2], where each thermal pixel lies in the rgb picture, x and y.
        shape: height and width of the rgb pictures.
        nothing: the colour where there is no rgb, 0..255.
    """

    def __init__(
        self,
        places: NDArray[np.float32],
        shape: tuple[int, int],
        nothing: tuple[float, float, float],
    ) -> None:
        self._nothing = nothing
        self._reduction = _reduction(places, shape)
        # Pixel centres are at whole numbers, in the reduced picture too.
        reduced = (places + 0.5) / self._reduction - 0.5
        # Fixed-point maps are half as large and twice as fast.
        self._maps = cv2.convertMaps(reduced[..., 0], reduced[..., 1], cv2.CV_16SC2)

    def __call__(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Warp a picture uint8[H, W, 3] to uint8[height, width, 3]."""
        if self._reduction > 1:
            rows, columns = (length // self._reduction for length in rgb.shape[:2])
            whole = rgb[: rows * self._reduction, : columns * self._reduction]
            rgb = np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
        warped = cv2.remap(
            rgb,
            *self._maps,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=self._nothing,
        )
        return np.asarray(warped, np.uint8)


def _reduction(places: NDArray[np.float32], shape: tuple[int, int]) -> int:
    """How many rgb pixels a thermal one spans: so many are averaged first, or thin things would be lost."""
    x, y = np.moveaxis(places, -1, 0)
    inside = (x > -0.5) & (x < shape[1] - 0.5) & (y > -0.5) & (y < shape[0] - 0.5)
    neighbours = inside[:, 1:] & inside[:, :-1]
    if not neighbours.any():
        return 1
    steps = np.linalg.norm(np.diff(places, axis=1), axis=-1)[neighbours]
    return max(1, int(np.median(steps) + 1e-3))

"""Edges as rgb and thermal pictures have them in common: direction without polarity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Field = np.ndarray[Any, np.dtype[np.float32]]
"""float32[H, W, 2]."""

SMOOTHING = 0.8
"""Standard deviation in pixels of the Gaussian before the gradient."""


def edge_field(grey: NDArray[np.float32]) -> Field:
    """The edges of a picture, as vectors of 0 to 1 in length with twice the gradient's angle.

    Warm is dark in one picture and bright in the other, so that a gradient and its opposite have to be the
    same thing: twice the angle makes them so. The product of two fields is then the cosine of twice the
    angle between the edges, times their strengths; strength is that against the picture's mean gradient,
    since contrasts of the two cameras have nothing to do with each other.

    Args:
        grey: float32[H, W], any unit.
    """
    smooth = cv2.GaussianBlur(grey, (0, 0), SMOOTHING)
    across = cv2.Scharr(smooth, cv2.CV_32F, 1, 0)
    down = cv2.Scharr(smooth, cv2.CV_32F, 0, 1)
    squared = across * across + down * down
    weight = np.float32(np.mean(np.sqrt(squared))) ** 2 + squared
    # A picture without any edge has none to divide by.
    weight[weight == 0] = 1
    return np.dstack([(across * across - down * down) / weight, 2 * across * down / weight])


def warped_edge_field(
    grey: NDArray[np.float32], homography: NDArray[np.float64], size: tuple[int, int]
) -> Field:
    """The edges of a picture that is warped; none where it shows nothing.

    Args:
        grey: float32[H, W].
        homography: [3, 3], maps its pixels to those of the result.
        size: width and height of the result.
    """
    warped = cv2.warpPerspective(
        grey, homography, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    seen = cv2.warpPerspective(np.ones_like(grey), homography, size, flags=cv2.INTER_NEAREST)
    # The picture's own border is no edge of anything.
    seen = cv2.erode(seen, np.ones((5, 5), np.uint8))
    return edge_field(np.asarray(warped, np.float32)) * seen[..., None]

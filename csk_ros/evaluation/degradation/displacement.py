"""Pictures that do not lie on the thermal picture: moved, enlarged, turned.

What comes in from outside is the picture mirrored at its edge: more of the same street.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike
    from numpy.typing import NDArray


def shift(picture: NDArray[np.uint8], pixels: float) -> NDArray[np.uint8]:
    """Everything `pixels` further to the right."""
    return _warp(picture, np.array([[1.0, 0.0, pixels], [0.0, 1.0, 0.0]]))


def zoom(picture: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Enlarged `factor` times about the middle, on a grid of the same size: a longer focal length."""
    return _warp(picture, cv2.getRotationMatrix2D(_middle(picture), 0.0, factor))


def rotate(picture: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """Turned about the middle, counter-clockwise."""
    return _warp(picture, cv2.getRotationMatrix2D(_middle(picture), degrees, 1.0))


def _middle(picture: NDArray[np.uint8]) -> tuple[float, float]:
    height, width = picture.shape[:2]
    return (width - 1) / 2, (height - 1) / 2


def _warp(picture: NDArray[np.uint8], matrix: MatLike) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    warped = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    return np.asarray(warped, np.uint8)

"""Change a picture's size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def resize(picture: NDArray[Any], shape: tuple[int, int], interpolation: int) -> NDArray[Any]:
    """Resize a picture as cv2.resize does, and a single pixel too, which Ubuntu 22.04's OpenCV 4.5.4 refuses.

    Args:
        picture: [H, W] or [H, W, channels].
        shape: height and width that it shall have.
        interpolation: one of OpenCV's INTER_....
    """
    if picture.shape[:2] == (1, 1):
        return np.array(np.broadcast_to(picture, (*shape, *picture.shape[2:])))
    height, width = shape
    return cv2.resize(picture, (width, height), interpolation=interpolation)

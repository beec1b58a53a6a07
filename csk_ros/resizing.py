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


def resize_smoothly(picture: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Resize a picture of what a camera saw: averaged where a side shrinks, else interpolated.

    Averaging keeps thin things that plain interpolation would skip, also where only one side shrinks.

    Args:
        picture: [H, W] or [H, W, channels], no class ids: in between two of them is a third.
        shape: height and width that it shall have.

    Returns:
        The very array that came in where it fits already.
    """
    if picture.shape[:2] == shape:
        return picture
    shrinks = picture.shape[0] > shape[0] or picture.shape[1] > shape[1]
    return resize(picture, shape, cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)

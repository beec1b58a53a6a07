"""Bring the colour picture onto the thermal camera's pixel grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from csk_ros.resizing import resize

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def align_rgb(rgb: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Resize a colour picture to the thermal grid, for cameras that share one field of view.

    Args:
        rgb: uint8[H, W, 3].
        shape: height and width of the thermal picture.

    Returns:
        uint8[height, width, 3]; the very array that came in where it fits already.
    """
    if rgb.shape[:2] == shape:
        return rgb
    shrinks = rgb.shape[0] > shape[0] and rgb.shape[1] > shape[1]
    # Averaging while shrinking keeps thin things that plain interpolation would skip.
    return resize(rgb, shape, cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)

"""Where the picture shows ground or houses, and not the sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from csk_ros.synthetic.canvas import SHIFT, fixed_point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Points

GROUND, HOUSE = 254, 255
"""Both are as good as 1 where solid / 255 is the share of a pixel that is not sky."""


def cover(solid: NDArray[np.uint8], outline: Points, by: int) -> None:
    """Mark a convex polygon [n, 2] of pixels as GROUND or HOUSE in solid uint8[H, W]."""
    cv2.fillConvexPoly(solid, fixed_point(outline), by, cv2.LINE_AA, SHIFT)

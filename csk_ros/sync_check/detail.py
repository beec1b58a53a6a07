"""A picture reduced to what both spectra show alike: edges, whatever their contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.resizing import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS, COLUMNS = 120, 160
"""Half of this loses the shift of a street's far end; twice costs four times as much."""

BLUR = 6.0
"""Standard deviation in pixels of what counts as background: a sky, a shade, the drift of a thermal core."""

NEIGHBOURHOOD = 12.0
"""Standard deviation in pixels of the surroundings that contrast is measured against."""

NOISE_SHARE = 0.02
"""Contrast under this share of the picture's range is left weak: it is noise."""


def reduced(image: NDArray[Any]) -> NDArray[np.float32]:
    """A camera's picture at 160x120, grey, averaged, in its own units.

    Args:
        image: uint8[H, W, RGB], or [H, W] of uint8, uint16 or float32. Pixels that are not finite become
            the darkest.
    """
    # Floats before averaging: rounded to whole levels, the faint contrast of a thermal picture is steps.
    grey = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image).astype(np.float32)
    finite = np.isfinite(grey)
    if not finite.all():
        grey = np.where(finite, grey, grey[finite].min() if finite.any() else np.float32(0))
    return resize(grey, (ROWS, COLUMNS), cv2.INTER_AREA)


def detail(picture: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Local contrast, free of the picture's brightness, its gain and their slow changes.

    Args:
        picture: float32[120, 160], as `reduced` returns it.

    Returns:
        float32[120, 160], about -3..3; None for a picture of one value, which shows nothing.
    """
    span = float(picture.max() - picture.min())
    if span == 0.0:
        return None
    edges = picture - cv2.GaussianBlur(picture, (0, 0), BLUR)
    contrast = np.sqrt(cv2.GaussianBlur(edges * edges, (0, 0), NEIGHBOURHOOD))
    return np.asarray(edges / (contrast + np.float32(NOISE_SHARE * span)), np.float32)

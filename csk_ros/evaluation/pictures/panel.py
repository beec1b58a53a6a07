"""Pictures shrunk to what a video or a page shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.resizing import resize_smoothly

if TYPE_CHECKING:
    from numpy.typing import NDArray

PANEL = (480, 360)
"""Width and height in pixels that a picture is fitted into."""

QUALITY = 90
"""Of JPEG, 0 to 100."""


def compress(picture: NDArray[np.uint8], quality: int = QUALITY) -> bytes:
    """A picture u8[H, W] or u8[H, W, RGB], fitted into PANEL without changing its shape, as JPEG.

    Args:
        picture: to shrink.
        quality: of JPEG, 0 to 100.

    Raises:
        ValueError: a picture without pixels.
    """
    width, height = fitted_size(picture)
    small = resize_smoothly(picture, (height, width))
    bgr = small if small.ndim == 2 else small[..., ::-1]
    _, jpeg = cv2.imencode(".jpg", np.ascontiguousarray(bgr), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return jpeg.tobytes()


def fitted_size(picture: NDArray[Any]) -> tuple[int, int]:
    """Width and height of a picture [H, W, ...] once it is fitted into PANEL.

    Raises:
        ValueError: a picture without pixels.
    """
    height, width = picture.shape[:2]
    if not picture.size:
        raise ValueError(f"a picture has pixels, this one is {picture.shape}")
    scale = min(PANEL[0] / width, PANEL[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def expand(jpeg: bytes) -> NDArray[np.uint8]:
    """The picture of `compress` as u8[h, w, RGB]."""
    bgr: Any = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return np.ascontiguousarray(bgr[..., ::-1])

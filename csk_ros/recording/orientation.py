"""How a camera was held: the Exif orientation of an image file, and the image turned upright by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from csk_ros.recording.tiff_tags import tiff_pages

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORIENTATION = 0x0112
"""The tag of TIFF and Exif."""

UPRIGHT = 1

_PREFIX = b"Exif\0\0"
_TRANSPOSED = (5, 6, 7, 8)
_FLIPPED_ROWS = (3, 4, 6, 7)
_FLIPPED_COLUMNS = (2, 3, 7, 8)

Image = TypeVar("Image", bound="NDArray[Any]")


def exif_orientation(block: bytes) -> int:
    """Read the orientation of an Exif block, 1 to 8.

    Args:
        block: TIFF data, with or without the `Exif` in front that a JPEG file has.

    Returns:
        1, upright, where the block has none, another number, or is damaged: so viewers take it.
    """
    try:
        found = tiff_pages(block.removeprefix(_PREFIX))[0].first(ORIENTATION, UPRIGHT)
    except ValueError:
        return UPRIGHT
    return found if found in range(1, 9) else UPRIGHT


def upright(image: Image, orientation: int) -> Image:
    """Turn and mirror an image as its orientation asks, as cv2.imread and viewers do.

    Args:
        image: [H, W] or [H, W, C] as stored.
        orientation: 1 to 8; 5 to 8 swap height and width.

    Returns:
        The image itself where it is upright, else a copy.
    """
    if orientation == UPRIGHT:
        return image
    turned: Any = image
    if orientation in _FLIPPED_ROWS:
        turned = turned[::-1]
    if orientation in _FLIPPED_COLUMNS:
        turned = turned[:, ::-1]
    if orientation in _TRANSPOSED:
        turned = turned.swapaxes(0, 1)
    copied: Image = np.ascontiguousarray(turned)  # type: ignore[assignment]  # of the same type
    return copied

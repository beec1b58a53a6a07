"""The one channel of a thermal image that is sent in an encoding of colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csk_ros.messages.chroma_order import chroma_in_place_of_luma
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.pixel_format import FORMATS

if TYPE_CHECKING:
    from numpy.typing import NDArray

GREY_TOLERANCE = 8
"""By how many levels the channels of a grey pixel may differ, after JPEG for instance."""

_COLOURED_SHARE = 0.1
"""Of the pixels, from which on a thermal image is one in colours: a driver may paint a scale into it."""

_NO_CHROMA = 128


def check_grey(image: NDArray[np.uint8], encoding: str) -> None:
    """Refuse uint8[h, w, 3] in colours, by every eighth row and column.

    Raises:
        ImageError: `encoding`.
    """
    colours = image[::8, ::8]
    if _is_coloured(colours.max(axis=2) - colours.min(axis=2)):
        raise _in_colours(encoding)


def luma_of(image: NDArray[np.uint8], encoding: str) -> NDArray[np.uint8]:
    """The luma of a grey image in YUV as uint8[h, w], with the numbers that were sent.

    Limited range (16 to 235) is not widened: no message says which range it has, and the network is shown an
    image that is stretched between its own limits.

    Args:
        image: [h, w, 2] of packed YUV; [rows, w] of planes, the luma's above that of chroma.
        encoding: one of `YUV`.

    Raises:
        ImageError: `encoding` for an image in colours, or for chroma where luma should be.
    """
    pixels = FORMATS[encoding]
    if pixels.chroma is None:
        height = int(len(image) / pixels.rows)
        luma, chroma = image[:height], image[height:]
    else:
        luma, chroma = image[pixels.look], image[..., pixels.chroma]
    # U and V take turns from column to column: an even step would see only one of them.
    if _is_coloured(np.abs(chroma[::8, ::7].astype(np.int16) - _NO_CHROMA)):
        if pixels.chroma is not None and chroma_in_place_of_luma(image, pixels.chroma):
            raise ImageError(
                "encoding",
                f"expected {encoding}, but its luma and chroma look exchanged; have the driver name the "
                "order that its bytes have",
            )
        raise _in_colours(encoding)
    return np.ascontiguousarray(luma)


def _is_coloured(spread: NDArray[np.uint8 | np.int16]) -> bool:
    return bool((spread > GREY_TOLERANCE).mean() > _COLOURED_SHARE)


def _in_colours(encoding: str) -> ImageError:
    return ImageError(
        "encoding",
        f"expected a grey thermal picture, got {encoding} in colours: is it the colour camera's topic? "
        "False colours cannot be undone; set the driver to grey or 16 bits",
    )

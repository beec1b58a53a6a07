"""Image messages to the arrays that the network works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from csk_ros.messages.colour_converter import PackedImage, colour_converter
from csk_ros.messages.compressed_decoding import decode_compressed, open_compressed
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_layout import pixel_view
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.pixel_format import find_format

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.image_message import CompressedImage, RawImage
    from csk_ros.stream.frame import Stream

# The names that every release of both libraries knows.
_CONVERTER_NAMES = {"8UC3": "bgr8", "uyvy": "yuv422", "yuyv": "yuv422_yuy2"}

# OpenCV alone: cv_bridge knows no encoding of several planes.
GREY_TOLERANCE = 8
"""By how many levels the channels of a grey pixel may differ, after JPEG for instance."""

_COLOURED_SHARE = 0.1
"""Of the pixels, from which on a thermal picture is one in colours: a driver may paint a scale into it."""

_PLANAR_TO_RGB = {"nv12": cv2.COLOR_YUV2RGB_NV12, "nv21": cv2.COLOR_YUV2RGB_NV21}


def decode_rgb(message: RawImage | CompressedImage) -> NDArray[np.uint8]:
    """The picture of the colour camera as uint8[h, w, RGB], in memory of its own.

    Raises:
        ImageError: an encoding that is no 8-bit colour or grey, or a message that is not whole.
    """
    pixels, encoding = _pixels(message, "rgb")
    picture = cast("NDArray[np.uint8]", pixels)
    if encoding == "rgb8":
        return picture
    if encoding in _PLANAR_TO_RGB:
        return cast("NDArray[np.uint8]", cv2.cvtColor(picture, _PLANAR_TO_RGB[encoding]))
    return _convert(picture, encoding, "rgb8")


def decode_thermal(message: RawImage | CompressedImage) -> NDArray[np.uint8 | np.uint16 | np.float32]:
    """The picture of the thermal camera as [h, w], in memory of its own, in the camera's depth and units.

    16 bits stay 16 bits: whoever stretches the contrast finds out where the temperatures lie in them. Three
    channels of 8 bits become one, the grey of them.

    Raises:
        ImageError: an encoding that no thermal camera sends, a picture in colours, or a message that is not
            whole.
    """
    picture, encoding = _pixels(message, "thermal")
    if picture.ndim == 2:
        return cast("NDArray[np.uint8 | np.uint16 | np.float32]", picture)
    _check_grey(cast("NDArray[np.uint8]", picture), encoding)
    return _convert(picture, encoding, "mono8")


def _pixels(message: RawImage | CompressedImage, stream: Stream) -> tuple[NDArray[np.generic[Any]], str]:
    """A copy of the pixels in this machine's byte order, and their encoding."""
    if is_compressed(message):
        compressed = open_compressed(message)
        find_format(compressed.encoding, stream)
        return decode_compressed(compressed), compressed.encoding
    pixels = find_format(message.encoding, stream)
    return np.array(pixel_view(message), dtype=pixels.dtype, order="C"), message.encoding


def _check_grey(picture: NDArray[np.uint8], encoding: str) -> None:
    """Refuse [h, w, 3] in colours; every eighth row and column tell."""
    colours = picture[::8, ::8]
    spread = colours.max(axis=2) - colours.min(axis=2)
    if (spread > GREY_TOLERANCE).mean() > _COLOURED_SHARE:
        raise ImageError(
            "encoding",
            f"expected a grey thermal picture, got {encoding} in colours: is it the colour camera's topic? "
            "False colours cannot be undone; set the driver to grey or 16 bits",
        )


def _convert(picture: NDArray[np.generic[Any]], encoding: str, target: str) -> NDArray[np.uint8]:
    return colour_converter()(PackedImage(picture, _CONVERTER_NAMES.get(encoding, encoding)), target)

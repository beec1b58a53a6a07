"""Image messages to the arrays that the network works on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from csk_ros.messages.colour_converter import PackedImage, colour_converter
from csk_ros.messages.compressed_decoding import decode_compressed, open_compressed
from csk_ros.messages.grey_image import check_grey, luma_of
from csk_ros.messages.image_layout import pixel_view
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.pixel_format import YUV, find_format

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.image_message import CompressedImage, RawImage
    from csk_ros.stream.frame import Stream

# The names that every release of both libraries knows.
_CONVERTER_NAMES = {"8UC3": "bgr8", "uyvy": "yuv422", "yuyv": "yuv422_yuy2"}

# OpenCV alone: cv_bridge knows no encoding of several planes.
_PLANAR_TO_RGB = {"nv12": cv2.COLOR_YUV2RGB_NV12, "nv21": cv2.COLOR_YUV2RGB_NV21}


Look = Callable[["NDArray[Any]", str, bool], object]
"""Given the pixels of a message before they are converted, their encoding, and whether they came through the
transport compressedDepth; see `LayoutCheck.see`."""


def decode_rgb(message: RawImage | CompressedImage, look: Look = lambda *_: None) -> NDArray[np.uint8]:
    """The picture of the colour camera as uint8[h, w, RGB], in memory of its own.

    16 bits are divided by 257 and rounded: 65535 becomes 255.

    Args:
        message: sensor_msgs/Image or CompressedImage, of rclpy, of rosbags or alike.
        look: see there.

    Raises:
        ImageError: an encoding that is no colour or 8-bit grey, or a message that is not whole.
    """
    pixels, encoding = _pixels(message, "rgb", look)
    if pixels.dtype == np.uint16:
        deep = cast("NDArray[np.uint16]", pixels)
        pixels, encoding = cv2.convertScaleAbs(deep, alpha=1 / 257), encoding.replace("16", "8")
    picture = cast("NDArray[np.uint8]", pixels)
    if encoding == "rgb8":
        return picture
    if encoding in _PLANAR_TO_RGB:
        return cast("NDArray[np.uint8]", cv2.cvtColor(picture, _PLANAR_TO_RGB[encoding]))
    return _convert(picture, encoding, "rgb8")


def decode_thermal(
    message: RawImage | CompressedImage, look: Look = lambda *_: None
) -> NDArray[np.uint8 | np.uint16 | np.float32]:
    """The picture of the thermal camera as [h, w], in memory of its own, in the camera's depth and units.

    16 bits stay 16 bits: whoever stretches the contrast finds out where the temperatures lie in them. Three
    channels of 8 bits become one, the grey of them. Of YUV it is the luma, as it was sent.

    Args:
        message: as for `decode_rgb`.
        look: likewise.

    Raises:
        ImageError: an encoding that no thermal camera sends, a picture in colours, or a message that is not
            whole.
    """
    picture, encoding = _pixels(message, "thermal", look)
    if encoding in YUV:
        return luma_of(cast("NDArray[np.uint8]", picture), encoding)
    if picture.ndim == 2:
        return cast("NDArray[np.uint8 | np.uint16 | np.float32]", picture)
    check_grey(cast("NDArray[np.uint8]", picture), encoding)
    return _convert(picture, encoding, "mono8")


def _pixels(
    message: RawImage | CompressedImage, stream: Stream, look: Look
) -> tuple[NDArray[np.generic[Any]], str]:
    """A copy of the pixels in this machine's byte order, and their encoding."""
    if is_compressed(message):
        compressed = open_compressed(message)
        find_format(compressed.encoding, stream)
        pixels, encoding, depth = decode_compressed(compressed), compressed.encoding, compressed.depth
    else:
        encoding, depth = message.encoding, False
        dtype = find_format(encoding, stream).dtype
        pixels = np.array(pixel_view(message), dtype=dtype, order="C")
    look(pixels, encoding, depth)
    return pixels, encoding


def _convert(picture: NDArray[np.generic[Any]], encoding: str, target: str) -> NDArray[np.uint8]:
    return colour_converter()(PackedImage(picture, _CONVERTER_NAMES.get(encoding, encoding)), target)

"""Check an image message and see its pixels where they lie, without decoding the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.messages.compressed_decoding import open_compressed
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.picture_size import check_size
from csk_ros.messages.pixel_format import find_format

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.image_message import CompressedImage, RawImage
    from csk_ros.messages.pixel_format import PixelFormat
    from csk_ros.stream.frame import Stream


def validate(message: RawImage | CompressedImage, stream: Stream | None = None) -> None:
    """Check that a message holds a complete picture that can be read, without reading it.

    Bytes after the last row are tolerated: some drivers send their whole buffer.

    Args:
        message: sensor_msgs/Image or CompressedImage, of rclpy, of rosbags or alike.
        stream: the camera, to refuse encodings that only the other one may send.

    Raises:
        ImageError: says what was expected and what came.
    """
    if is_compressed(message):
        picture = open_compressed(message)
        find_format(picture.encoding, stream)
    else:
        _check_raw(message, find_format(message.encoding, stream))


def pixel_view(message: RawImage) -> NDArray[np.generic[Any]]:
    """The pixels in the message's own memory, [rows, w] or [rows, w, channels], without the row padding.

    The dtype may be of the other byte order. `rows` is the height, 3/2 of it for nv12 and nv21.

    Raises:
        ImageError: as `validate`.
    """
    pixels = find_format(message.encoding)
    _check_raw(message, pixels)
    rows, column = _rows(message, pixels), pixels.pixel_bytes
    shape: tuple[int, ...] = (rows, message.width)
    strides: tuple[int, ...] = (message.step, column)
    if pixels.channels > 1:
        shape, strides = (*shape, pixels.channels), (*strides, int(pixels.dtype.itemsize))
    dtype = pixels.dtype.newbyteorder(">" if message.is_bigendian else "<")
    view: NDArray[np.generic[Any]] = np.ndarray(shape, dtype, buffer=message.data, strides=strides)
    return view


def _rows(message: RawImage, pixels: PixelFormat) -> int:
    return int(message.height * pixels.rows)


def _check_raw(message: RawImage, pixels: PixelFormat) -> None:
    width, height = message.width, message.height
    check_size(width, height)
    block_height, block_width = pixels.block
    whole = not pixels.subsampled or (height % block_height == 0 and width % block_width == 0)
    if height < block_height or width < block_width or not whole:
        raise ImageError(
            "encoding",
            f"expected {message.encoding} in blocks of {block_width}x{block_height}, it is {width}x{height}",
        )
    if message.step < width * pixels.pixel_bytes:
        raise ImageError(
            "step",
            f"expected rows of at least {width * pixels.pixel_bytes} bytes ({width} pixels of "
            f"{message.encoding}), step is {message.step}",
        )
    expected, size = message.step * _rows(message, pixels), memoryview(message.data).nbytes
    if size < expected:
        raise ImageError(
            "truncated",
            f"expected {expected} bytes ({width}x{height} {message.encoding}, step {message.step}), "
            f"{size} came",
        )

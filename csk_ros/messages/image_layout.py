"""Check an image message and look at a subsample of it, without decoding the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.messages.compressed_image import CompressedPicture, decode, open_compressed
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.picture_size import check_size
from csk_ros.messages.pixel_format import find_format
from csk_ros.stream.frame import NO_TELEMETRY, Telemetry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.image_message import CompressedImage, RawImage
    from csk_ros.messages.pixel_format import PixelFormat
    from csk_ros.stream.frame import Stream

THUMBNAIL_ROWS, THUMBNAIL_COLUMNS = 48, 64


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


def thumbnail(
    message: RawImage | CompressedImage, telemetry: Telemetry = NO_TELEMETRY
) -> NDArray[np.generic[Any]]:
    """About 64x48 samples of the picture, to judge it by: a copy, in the camera's own units.

    Args:
        message: sensor_msgs/Image or CompressedImage, of rclpy, of rosbags or alike.
        telemetry: rows that show nothing, of a grey picture; a picture that has no other is looked at whole.

    Returns:
        [h, w] for grey pictures, Bayer mosaics (their green) and YUV (its luma), [h, w, RGB] for others; a
        picture smaller than 64x48 as it is.

    Raises:
        ImageError: as `validate`, and `corrupt` for a compressed picture that cannot be decoded.
    """
    if is_compressed(message):
        return _compressed_thumbnail(open_compressed(message), telemetry)
    pixels = find_format(message.encoding)
    return _subsample(_scene(pixel_view(message)[: message.height], telemetry)[pixels.look])


def _scene(picture: NDArray[np.generic[Any]], telemetry: Telemetry) -> NDArray[np.generic[Any]]:
    scene = picture[telemetry.rows(len(picture))]
    return scene if len(scene) else picture


def _compressed_thumbnail(picture: CompressedPicture, telemetry: Telemetry) -> NDArray[np.generic[Any]]:
    room = min(picture.height // THUMBNAIL_ROWS, picture.width // THUMBNAIL_COLUMNS)
    if telemetry != NO_TELEMETRY:
        # In a reduced picture it would be mixed with the scene.
        room = 1
    small = decode(picture, max(reduction for reduction in (1, 2, 4, 8) if reduction <= max(room, 1)))
    small = _scene(small, telemetry)
    return _subsample(small[..., ::-1] if picture.encoding == "bgr8" else small)


def _subsample(picture: NDArray[np.generic[Any]]) -> NDArray[np.generic[Any]]:
    rows = max(1, round(picture.shape[0] / THUMBNAIL_ROWS))
    columns = max(1, round(picture.shape[1] / THUMBNAIL_COLUMNS))
    samples = picture[rows // 2 :: rows, columns // 2 :: columns]
    return np.array(samples, dtype=picture.dtype.newbyteorder("="), order="C")


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

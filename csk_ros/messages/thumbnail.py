"""Look at a subsample of an image message; of its picture no more is decoded than that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.messages.compressed_decoding import CompressedPicture, decode_compressed, open_compressed
from csk_ros.messages.image_layout import pixel_view
from csk_ros.messages.image_message import is_compressed
from csk_ros.messages.pixel_format import find_format
from csk_ros.stream.telemetry import NO_TELEMETRY, Telemetry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.messages.image_message import CompressedImage, RawImage

THUMBNAIL_ROWS, THUMBNAIL_COLUMNS = 48, 64


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
        ImageError: as `image_layout.validate`, and `corrupt` for a compressed picture that cannot be decoded.
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
    reduction = max(reduction for reduction in (1, 2, 4, 8) if reduction <= max(room, 1))
    small = _scene(decode_compressed(picture, reduction), telemetry)
    return _subsample(small[find_format(picture.encoding).look] if small.ndim == 3 else small)


def _subsample(picture: NDArray[np.generic[Any]]) -> NDArray[np.generic[Any]]:
    rows = max(1, round(picture.shape[0] / THUMBNAIL_ROWS))
    columns = max(1, round(picture.shape[1] / THUMBNAIL_COLUMNS))
    samples = picture[rows // 2 :: rows, columns // 2 :: columns]
    return np.array(samples, dtype=picture.dtype.newbyteorder("="), order="C")

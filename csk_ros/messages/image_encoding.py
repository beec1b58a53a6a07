"""Arrays to sensor_msgs/Image, without the cost of assigning an array to `data`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

from csk_ros.messages.message_bytes import message_bytes
from csk_ros.messages.pixel_format import FORMATS
from csk_ros.messages.stamp_message import to_stamp

if TYPE_CHECKING:
    from numpy.typing import NDArray


def encode_image(picture: NDArray[np.generic[Any]], encoding: str, *, stamp: int, frame_id: str) -> Image:
    """The sensor_msgs/Image of a picture, rows without padding.

    Args:
        picture: [h, w] or [h, w, channels] in the encoding's own dtype, any byte order and strides; for nv12
            and nv21 the [h * 3 / 2, w] of both planes.
        encoding: a name of sensor_msgs/image_encodings.hpp.
        stamp: of the header, in nanoseconds.
        frame_id: of the header.

    Raises:
        ValueError: an unknown encoding, or a picture of no pixels, another dtype or number of channels.
    """
    if encoding not in FORMATS:
        raise ValueError(f"unknown encoding '{encoding}', known are {', '.join(FORMATS)}")
    pixels = FORMATS[encoding]
    channels = picture.shape[2:] or (1,)
    if picture.size == 0:
        raise ValueError(f"a picture has pixels, this one is {picture.shape}")
    if picture.ndim not in {2, 3} or channels != (pixels.channels,):
        raise ValueError(f"{encoding} has {pixels.channels} channels, the picture is {picture.shape}")
    if picture.dtype.newbyteorder("=") != pixels.dtype:
        raise ValueError(f"{encoding} is {pixels.dtype}, the picture is {picture.dtype}")
    data = message_bytes(np.ascontiguousarray(picture, dtype=pixels.dtype))
    rows, width = picture.shape[:2]
    return Image(
        header=Header(stamp=to_stamp(stamp), frame_id=frame_id),
        height=int(rows / pixels.rows),
        width=width,
        encoding=encoding,
        is_bigendian=int(sys.byteorder == "big"),
        step=width * pixels.pixel_bytes,
        data=data,
    )


def encode_png(picture: NDArray[np.uint8], *, stamp: int, frame_id: str) -> CompressedImage:
    """The sensor_msgs/CompressedImage of a grey picture as PNG, as image_transport would name it.

    Args:
        picture: uint8[h, w].
        stamp: of the header, in nanoseconds.
        frame_id: of the header.
    """
    # Labels are large areas of one value: the fastest level makes them small already.
    _, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return CompressedImage(
        header=Header(stamp=to_stamp(stamp), frame_id=frame_id),
        format="mono8; png compressed ",
        data=message_bytes(data),
    )

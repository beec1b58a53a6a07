"""A recorded picture as the message that a camera would send, without ROS."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.messages.plain_message import Header, PlainImage, Stamp
from csk_ros.messages.stamp import SECOND

if TYPE_CHECKING:
    from csk_ros.recording.recorded_image import RecordedImage


def recorded_message(picture: RecordedImage) -> PlainImage:
    """The message, its data uint8[n]; of a truncated picture that is only half of the bytes."""
    image = np.ascontiguousarray(picture.image)
    image = image.astype(image.dtype.newbyteorder("="), copy=False)
    data = image.reshape(-1).view(np.uint8)
    return PlainImage(
        header=Header(Stamp(*divmod(picture.stamp, SECOND)), picture.frame_id),
        height=image.shape[0],
        width=image.shape[1],
        encoding=picture.encoding,
        is_bigendian=int(sys.byteorder == "big"),
        # Of a single row NumPy's stride may be that of the picture that it was cut from.
        step=image[0].nbytes,
        data=data[: len(data) // 2] if picture.truncated else data,
    )

"""A recorded picture as a message, without ROS: the fields of sensor_msgs/Image, and none of its cost."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from csk_ros.messages.stamp import SECOND

if TYPE_CHECKING:
    from csk_ros.recording.image import RecordedImage


class Stamp(NamedTuple):
    """The fields of builtin_interfaces/Time."""

    sec: int
    nanosec: int


class Header(NamedTuple):
    """The fields of std_msgs/Header."""

    stamp: Stamp
    frame_id: str


@dataclass(eq=False)
class RecordedMessage:
    """The fields of sensor_msgs/Image."""

    header: Header
    height: int
    width: int
    encoding: str
    is_bigendian: int
    step: int
    data: memoryview


def recorded_message(picture: RecordedImage) -> RecordedMessage:
    """The message that a camera would send; of a truncated picture it has only half of the bytes."""
    image = np.ascontiguousarray(picture.image)
    image = image.astype(image.dtype.newbyteorder("="), copy=False)
    data = image.data.cast("B")
    return RecordedMessage(
        header=Header(Stamp(*divmod(picture.stamp, SECOND)), picture.frame_id),
        height=image.shape[0],
        width=image.shape[1],
        encoding=picture.encoding,
        is_bigendian=int(sys.byteorder == "big"),
        # Of a single row NumPy's stride may be that of the picture that it was cut from.
        step=image[0].nbytes,
        data=data[: len(data) // 2] if picture.truncated else data,
    )

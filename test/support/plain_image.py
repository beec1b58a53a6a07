"""Image messages without ROS: plain objects with the same attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np


@dataclass
class PlainImage:
    """The fields of sensor_msgs/Image that decoding reads."""

    width: int
    height: int
    encoding: str
    step: int
    data: Any
    is_bigendian: int = 0


@dataclass
class PlainCompressedImage:
    """The fields of sensor_msgs/CompressedImage that decoding reads."""

    format: str
    data: Any


def plain_image(picture, encoding, *, padding=0, big_endian=False, rows=1.0, pad_byte=0xEE):
    """A message of `picture`, its rows followed by `padding` bytes; `rows` in memory a row of the picture."""
    stored = np.ascontiguousarray(picture, picture.dtype.newbyteorder(">" if big_endian else "<"))
    lines = stored.reshape(stored.shape[0], -1).view(np.uint8)
    lines = np.pad(lines, ((0, 0), (0, padding)), constant_values=pad_byte)
    return PlainImage(
        width=picture.shape[1],
        height=int(picture.shape[0] / rows),
        encoding=encoding,
        step=lines.shape[1],
        data=lines.tobytes(),
        is_bigendian=int(big_endian),
    )


def compressed_image(picture, extension, declared):
    """A message with `picture` (grey or BGR) as OpenCV writes it."""
    done, data = cv2.imencode(extension, picture)
    assert done
    return PlainCompressedImage(declared, data.tobytes())

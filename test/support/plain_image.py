"""Image messages without ROS."""

from __future__ import annotations

import cv2
import numpy as np

from csk_ros.messages.plain_message import Header, PlainCompressedImage, PlainImage, Stamp

HEADER = Header(Stamp(0, 0), "")


def raw_message(width, height, encoding, step, data, *, is_bigendian=0):
    return PlainImage(HEADER, height, width, encoding, is_bigendian, step, data)


def compressed_message(declared, data):
    return PlainCompressedImage(HEADER, declared, data)


def plain_image(picture, encoding, *, padding=0, big_endian=False, rows=1.0, pad_byte=0xEE):
    """A message of `picture`, its rows followed by `padding` bytes; `rows` in memory a row of the picture."""
    stored = np.ascontiguousarray(picture, picture.dtype.newbyteorder(">" if big_endian else "<"))
    lines = stored.reshape(stored.shape[0], -1).view(np.uint8)
    lines = np.pad(lines, ((0, 0), (0, padding)), constant_values=pad_byte)
    return raw_message(
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
    return compressed_message(declared, data.tobytes())

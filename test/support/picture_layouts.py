"""Recorded pictures of every encoding and layout in memory, and what a message of one holds."""

from __future__ import annotations

import numpy as np

from csk_ros.messages.pixel_format import FORMATS
from csk_ros.recording.recorded_image import RecordedImage

STAMP = 12_000_000_345

ENCODINGS = [name for name, pixels in FORMATS.items() if pixels.rows == 1]
"""A recording has no pictures whose chroma lies in a plane of its own."""

LAYOUTS = {
    "plain": lambda picture: picture,
    "big-endian": lambda picture: picture.astype(picture.dtype.newbyteorder(">")),
    "mirrored": lambda picture: picture[:, ::-1],
    "every other row and column": lambda picture: picture[::2, ::2],
    "turned": lambda picture: picture.swapaxes(0, 1),
    "part of a larger one": lambda picture: picture[1:5, 2:6],
    "one row of a larger one": lambda picture: picture[3:4, 2:6],
    "one column of a larger one": lambda picture: picture[:4, 3:4],
    "read-only": lambda picture: np.frombuffer(picture.tobytes(), picture.dtype).reshape(picture.shape),
}


def pixels_of(encoding):
    pixels = FORMATS[encoding]
    shape = (8, 10, pixels.channels) if pixels.channels > 1 else (8, 10)
    values = np.random.default_rng(4).integers(0, 256, (*shape, pixels.dtype.itemsize), np.uint8)
    if pixels.dtype == np.float32:
        return values[..., 0].astype(np.float32) * np.float32(0.37) + 270
    return values.view(pixels.dtype)[..., 0]


def recorded(image, encoding, *, stream="rgb", stamp=STAMP, truncated=False):
    return RecordedImage(stream, stamp + 7, stamp, f"{stream}_optical", encoding, image, truncated)


def fields(message):
    header = message.header
    return {
        "stamp": (header.stamp.sec, header.stamp.nanosec),
        "frame_id": header.frame_id,
        "size": (message.height, message.width),
        "encoding": message.encoding,
        "is_bigendian": message.is_bigendian,
        "step": message.step,
        "data": bytes(message.data),
    }

"""How the pixels of each image encoding lie in a message, and which camera may send it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.quoted_text import quoted

if TYPE_CHECKING:
    from types import EllipsisType

    from csk_ros.stream.frame import Stream

_EVEN = slice(0, None, 2)
_ODD = slice(1, None, 2)

Selection = tuple["slice | int | EllipsisType", ...]


@dataclass(frozen=True)
class PixelFormat:
    """The memory layout of one encoding of sensor_msgs/image_encodings.hpp."""

    dtype: np.dtype[Any]
    channels: int = 1
    """Samples that follow each other for one pixel."""
    rows: Fraction = Fraction(1)
    """Rows in memory per row of the picture: 3/2 or 3 where a plane of chroma follows the luma."""
    block: tuple[int, int] = (1, 1)
    """Rows and columns of the smallest complete piece of a picture."""
    subsampled: bool = False
    """Neighbours share their chroma, so only whole blocks make a picture."""
    look: Selection = (...,)
    """Index into [h, w] or [h, w, channels] that leaves brightness [h, w] or colour [h, w, RGB]."""
    chroma: int | None = None
    """Of packed YUV: which of the two samples of a pixel is its chroma."""

    @property
    def pixel_bytes(self) -> int:
        """Bytes from one pixel to the next in a row."""
        return int(self.dtype.itemsize) * self.channels


_U8, _U16, _F32 = np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.float32)
_MONO8, _MONO16 = PixelFormat(_U8), PixelFormat(_U16)
_RGB8 = PixelFormat(_U8, 3)
_BGR8 = PixelFormat(_U8, 3, look=(..., slice(None, None, -1)))
_RGB16 = PixelFormat(_U16, 3)
_BGR16 = PixelFormat(_U16, 3, look=(..., slice(None, None, -1)))
_UYVY = PixelFormat(_U8, 2, block=(1, 2), subsampled=True, look=(..., 1), chroma=0)
_YUYV = PixelFormat(_U8, 2, block=(1, 2), subsampled=True, look=(..., 0), chroma=1)
_NV = PixelFormat(_U8, rows=Fraction(3, 2), block=(2, 2), subsampled=True)
# Of a mosaic the green sites are the nearest to brightness; a stride over all sites would mix colours.
_GREEN_SECOND = PixelFormat(_U8, block=(2, 2), look=(_EVEN, _ODD))
_GREEN_FIRST = PixelFormat(_U8, block=(2, 2), look=(_EVEN, _EVEN))
_GREEN_SECOND_16 = PixelFormat(_U16, block=(2, 2), look=(_EVEN, _ODD))
_GREEN_FIRST_16 = PixelFormat(_U16, block=(2, 2), look=(_EVEN, _EVEN))

FORMATS: dict[str, PixelFormat] = {
    "mono8": _MONO8,
    "8UC1": _MONO8,
    "mono16": _MONO16,
    "16UC1": _MONO16,
    "32FC1": PixelFormat(_F32),
    "rgb8": _RGB8,
    "bgr8": _BGR8,
    # An image of unnamed channels comes from OpenCV, whose order is blue, green, red.
    "8UC3": _BGR8,
    "rgba8": PixelFormat(_U8, 4, look=(..., slice(0, 3))),
    "bgra8": PixelFormat(_U8, 4, look=(..., slice(2, None, -1))),
    "bayer_rggb8": _GREEN_SECOND,
    "bayer_bggr8": _GREEN_SECOND,
    "bayer_gbrg8": _GREEN_FIRST,
    "bayer_grbg8": _GREEN_FIRST,
    "rgb16": _RGB16,
    "bgr16": _BGR16,
    "rgba16": PixelFormat(_U16, 4, look=(..., slice(0, 3))),
    "bgra16": PixelFormat(_U16, 4, look=(..., slice(2, None, -1))),
    "bayer_rggb16": _GREEN_SECOND_16,
    "bayer_bggr16": _GREEN_SECOND_16,
    "bayer_gbrg16": _GREEN_FIRST_16,
    "bayer_grbg16": _GREEN_FIRST_16,
    "uyvy": _UYVY,
    "yuv422": _UYVY,
    "yuyv": _YUYV,
    "yuv422_yuy2": _YUYV,
    "nv12": _NV,
    "nv21": _NV,
    "nv24": PixelFormat(_U8, rows=Fraction(3)),
}
"""Every encoding that is understood, by its name in a message."""

YUV = ("uyvy", "yuv422", "yuyv", "yuv422_yuy2", "nv12", "nv21", "nv24")
"""Encodings whose luma is an image of its own."""

# Grey of 16 bits or more is the other camera's. Unnamed channels are good enough for a grey image, but would
# swap red and blue of a colour one. No library here converts nv24 to colours.
_NOT_RGB = {"8UC1", "mono16", "16UC1", "32FC1", "8UC3", "nv24"}

ENCODINGS: dict[Stream, tuple[str, ...]] = {
    "rgb": tuple(name for name in FORMATS if name not in _NOT_RGB),
    "thermal": ("mono8", "8UC1", "mono16", "16UC1", "32FC1", "rgb8", "bgr8", "8UC3", *YUV),
}
"""The encodings each camera may send."""


def find_format(encoding: str, stream: Stream | None = None) -> PixelFormat:
    """The layout of an encoding, if `stream`, or with None any of the two cameras, may send it.

    Raises:
        ImageError: `encoding` if not; the message names those that are accepted.
    """
    accepted = FORMATS if stream is None else ENCODINGS[stream]
    if encoding not in accepted:
        camera = "a camera" if stream is None else f"the {stream} camera"
        raise ImageError(
            "encoding", f"expected of {camera} one of {', '.join(accepted)}; it sent {quoted(encoding)}"
        )
    return FORMATS[encoding]

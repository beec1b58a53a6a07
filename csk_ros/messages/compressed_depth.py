"""The file inside a message of the transport `compressedDepth`."""

from __future__ import annotations

from csk_ros.messages import png_chunks
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.quoted_text import quoted

HEADER = 12
"""Bytes before the file: compressed_depth_image_transport's ConfigHeader, a number and two floats."""


def is_compressed_depth(declared: str) -> bool:
    """Whether the `format` of a sensor_msgs/CompressedImage is of this transport."""
    return "compressedDepth" in declared


def png_of(declared: str, data: bytes) -> bytes:
    """The PNG file of a message whose pixels are 16-bit integers, which the transport leaves as they are.

    Args:
        declared: the message's `format`, "<camera's encoding>; compressedDepth", with " png" behind it since
            there is another compression.
        data: the message's bytes. A file without the header before it is taken, too.

    Raises:
        ImageError: `encoding` for 32-bit numbers, for RVL, or for bytes that are no PNG; `truncated`.
    """
    camera, _, compression = declared.partition(";")
    if camera.strip() == "32FC1":
        raise ImageError(
            "encoding",
            "expected 16UC1 of the transport compressedDepth, got 32FC1: it sends 1/x, made for distances, "
            "and loses numbers below 0 and above its depth_max; send 16 bits, or use the transport raw",
        )
    if "rvl" in compression.lower():
        raise ImageError(
            "encoding",
            "expected PNG of the transport compressedDepth, got RVL; set its parameter format to png",
        )
    if data.startswith(png_chunks.SIGNATURE):
        return data
    if len(data) <= HEADER:
        raise ImageError(
            "truncated",
            f"expected a PNG file after {HEADER} bytes of {quoted(declared)}, it ends after {len(data)}",
        )
    file = data[HEADER:]
    if not file.startswith(png_chunks.SIGNATURE):
        raise ImageError(
            "encoding",
            f"expected a PNG file after {HEADER} bytes of {quoted(declared)}, it begins with "
            f"{file[:8].hex(' ')}",
        )
    return file

"""The chunks of a PNG file, without those that only cost time or memory."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from csk_ros.messages.image_error import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"

MOST_CHUNKS = 100_000
"""Writers put at least some kilobytes into each; a file of empty ones is there to be walked for long."""

MOST_INFLATED = 512 * 1024 * 1024
"""Bytes that unpack in about a second. What could become more is measured before it is decoded."""

# A deflate stream grows by 1032 at most (zlib's "Maximally Compressed Files").
_DEFLATE = 1032
_PIECE = 64 * 1024
_AROUND = 12
_DATA = b"IDAT"


def critical_chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Name and whole bytes of every chunk that makes the picture, to the one that ends the file.

    Raises:
        ImageError: `truncated` if the file stops before its IEND chunk, `corrupt` for too many chunks.
    """
    view = memoryview(data)
    start = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if start + _AROUND > len(data):
            break
        length, name = struct.unpack_from(">I4s", data, start)
        end = start + _AROUND + length
        if end > len(data):
            break
        # Of the bits of a chunk's name the sixth of its first letter, lower case, means that a picture is
        # complete without it.
        if not name[0] & 0x20:
            yield name, view[start:end]
        if name == b"IEND":
            return
        start = end
    else:
        raise ImageError("corrupt", f"expected at most {MOST_CHUNKS} chunks in a PNG file, it has more")
    raise ImageError("truncated", f"the PNG file stops before its IEND chunk, after {len(data)} bytes")


def picture_only(data: bytes, width: int, height: int) -> bytearray:
    """The file without its ancillary chunks, whose texts and profiles can unpack to gigabytes.

    An animation is left with its first picture: OpenCV would take broken pixels of it for good.

    Raises:
        ImageError: as `critical_chunks`, and `corrupt` for more data than width x height pixels can be.
    """
    picture = bytearray(SIGNATURE)
    packed = 0
    for name, whole in critical_chunks(data):
        picture += whole
        packed += len(whole) if name == _DATA else 0
    if packed * _DEFLATE > MOST_INFLATED:
        _check_inflated(data, width, height)
    return picture


def _check_inflated(data: bytes, width: int, height: int) -> None:
    """Refuse a stream of pixels that goes on behind them: libpng unpacks it to its end."""
    # 16 bits of red, green, blue and alpha; rows begin with a byte of their own, interlaced ones twice.
    room = (8 * width + 2) * (height + 8)
    inflater = zlib.decompressobj()
    try:
        for piece in _packed_pixels(data):
            packed: bytes | memoryview = piece
            while packed and not inflater.eof:
                room -= len(inflater.decompress(packed, _PIECE * 16))
                packed = inflater.unconsumed_tail
                if room < 0:
                    raise ImageError(
                        "corrupt", f"the PNG file has more data than {width}x{height} pixels can be"
                    )
    except zlib.error as error:
        raise ImageError("corrupt", f"the PNG file's pixels cannot be unpacked: {error}") from error


def _packed_pixels(data: bytes) -> Iterator[memoryview]:
    """The deflate stream of a file in small pieces."""
    for name, whole in critical_chunks(data):
        if name == _DATA:
            content = whole[8:-4]
            for at in range(0, len(content), _PIECE):
                yield content[at : at + _PIECE]

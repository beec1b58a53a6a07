"""What a JPEG or PNG file says of itself, read before anything is allocated for its picture."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from csk_ros.messages.image_error import ImageError

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
# ITU-T T.81, table B.1: the frame headers are C0 to CF without DHT, JPG and DAC; these stand alone.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_PNG_GREY, _PNG_GREY_ALPHA = 0, 4


@dataclass(frozen=True)
class CompressedHeader:
    """Size and kind of the picture inside a file."""

    width: int
    height: int
    grey: bool
    """One channel, without regard to alpha; otherwise colour."""
    bits: int
    """Bits a sample, 8 or 16."""


def read_header(data: bytes) -> CompressedHeader:
    """Read the header of a JPEG or PNG file and look for the mark that ends it.

    Raises:
        ImageError: `encoding` for another kind of file or sample, `truncated` if the file stops before its
            end, `corrupt` if the header makes no sense.
    """
    if data.startswith(_JPEG):
        return _read_jpeg(data)
    if data.startswith(_PNG):
        return _read_png(data)
    raise ImageError(
        "encoding", f"expected the bytes of a JPEG or PNG file, they begin with {data[:8].hex(' ')}"
    )


def _read_png(data: bytes) -> CompressedHeader:
    # The IHDR chunk comes first: length, type, width, height, bit depth, colour type.
    if len(data) < 26:
        raise ImageError("truncated", f"the PNG file ends in its header, after {len(data)} bytes")
    chunk, width, height, bits, colour = struct.unpack_from(">4sIIBB", data, 12)
    if chunk != b"IHDR":
        raise ImageError("corrupt", f"a PNG file begins with an IHDR chunk, this one with {chunk!r}")
    if data.rfind(b"IEND") < 0:
        raise ImageError("truncated", f"the PNG file stops before its IEND chunk, after {len(data)} bytes")
    if bits not in {1, 2, 4, 8, 16}:
        raise ImageError("corrupt", f"a PNG file has 1, 2, 4, 8 or 16 bits a sample, this one {bits}")
    grey = colour in {_PNG_GREY, _PNG_GREY_ALPHA}
    return CompressedHeader(width, height, grey=grey, bits=max(bits, 8))


def _read_jpeg(data: bytes) -> CompressedHeader:
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise ImageError("corrupt", f"the JPEG file has no marker at byte {position}")
        marker = data[position + 1]
        if marker == 0xFF or marker in _JPEG_BARE:
            position += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, position + 2)
        if marker in _JPEG_FRAMES:
            return _read_jpeg_frame(data, position, length)
        position += 2 + length
    raise ImageError("truncated", f"the JPEG file stops before its frame header, after {len(data)} bytes")


def _read_jpeg_frame(data: bytes, position: int, length: int) -> CompressedHeader:
    if position + 10 > len(data):
        raise ImageError("truncated", f"the JPEG file stops in its frame header, after {len(data)} bytes")
    bits, height, width, components = struct.unpack_from(">BHHB", data, position + 4)
    if bits != 8:
        raise ImageError("encoding", f"expected a JPEG file of 8 bits a sample, this one has {bits}")
    if data.rfind(b"\xff\xd9", position + 2 + length) < 0:
        raise ImageError("truncated", f"the JPEG file stops before its end mark, after {len(data)} bytes")
    return CompressedHeader(width, height, grey=components == 1, bits=8)

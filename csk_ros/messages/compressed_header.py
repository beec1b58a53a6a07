"""What a JPEG or PNG file says of itself, read before anything is allocated for its picture."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from csk_ros.messages import jpeg_segments, png_chunks
from csk_ros.messages.image_error import ImageError

MOST_SCANS = 32
"""Encoders write a dozen. Each goes over the whole picture, however few bytes it has: two thousand of them
in half a megabyte take ten seconds."""

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
    """Read the header of a JPEG or PNG file, and walk through the file to the mark that ends it.

    Raises:
        ImageError: `encoding` for another kind of file or sample, `truncated` if the file stops before its
            end, `corrupt` if it makes no sense, `too_large` for a JPEG file of too many scans.
    """
    if data.startswith(jpeg_segments.SIGNATURE):
        return _read_jpeg(data)
    if data.startswith(png_chunks.SIGNATURE):
        return _read_png(data)
    raise ImageError(
        "encoding", f"expected the bytes of a JPEG or PNG file, they begin with {data[:8].hex(' ')}"
    )


def _read_png(data: bytes) -> CompressedHeader:
    # The IHDR chunk comes first: length, type, width, height, bit depth, colour type.
    if len(data) < 26:
        raise ImageError("truncated", f"the PNG file ends in its header, after {len(data)} bytes")
    length, chunk, width, height, bits, colour = struct.unpack_from(">I4sIIBB", data, 8)
    if (length, chunk) != (13, b"IHDR"):
        raise ImageError(
            "corrupt",
            f"a PNG file begins with an IHDR chunk of 13 bytes, this one with {chunk!r} of {length}",
        )
    for _ in png_chunks.critical_chunks(data):
        pass
    if bits not in {1, 2, 4, 8, 16}:
        raise ImageError("corrupt", f"a PNG file has 1, 2, 4, 8 or 16 bits a sample, this one {bits}")
    grey = colour in {_PNG_GREY, _PNG_GREY_ALPHA}
    return CompressedHeader(width, height, grey=grey, bits=max(bits, 8))


def _read_jpeg(data: bytes) -> CompressedHeader:
    header, scans = None, 0
    for marker, content in jpeg_segments.read_segments(data):
        if marker in jpeg_segments.FRAMES:
            if header is not None:
                raise ImageError("corrupt", "expected one frame header in a JPEG file, it has more")
            header = _read_jpeg_frame(content)
        elif marker == jpeg_segments.SCAN:
            scans += 1
            if scans > MOST_SCANS:
                raise ImageError(
                    "too_large", f"expected at most {MOST_SCANS} scans in a JPEG file, it has more"
                )
    if header is None:
        raise ImageError("corrupt", "expected a frame header in a JPEG file, it has none")
    return header


def _read_jpeg_frame(content: bytes) -> CompressedHeader:
    if len(content) < 6:
        raise ImageError("corrupt", f"a JPEG frame header has 6 bytes or more, this one {len(content)}")
    bits, height, width, components = struct.unpack_from(">BHHB", content)
    if bits != 8:
        raise ImageError("encoding", f"expected a JPEG file of 8 bits a sample, this one has {bits}")
    return CompressedHeader(width, height, grey=components == 1, bits=8)

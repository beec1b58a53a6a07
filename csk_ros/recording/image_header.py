"""What an image file says of its pixels, and the refusal of kinds that decoders read as something else."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.messages import jpeg_segments, png_chunks
from csk_ros.messages.compressed_header import read_header
from csk_ros.messages.image_error import ImageError
from csk_ros.recording import tiff_tags
from csk_ros.recording.orientation import ORIENTATION, UPRIGHT, exif_orientation
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXIF_SEGMENT, _EXIF_START = 0xE1, b"Exif\0\0"
_INK_COMPONENTS = 4

_PNG_PALETTE = 3
_PNG_AROUND = 12

# Tags and values of TIFF 6.0.
_SUBFILE, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _EXTRA = 254, 259, 262, 277, 338
_NO_PAGE = 0b101  # a smaller copy, or a mask
_WHITE_IS_ZERO, _PALETTE = 0, 3
_COLOURS = {1: "grey", 2: "rgb", _PALETTE: "palette", 6: "YCbCr"}
_LOSSY = frozenset({6, 7, 34712, 34887, 50001, 50002})  # JPEG, JPEG 2000, LERC, WebP, JPEG XL
_ALPHA = (1, 2)


@dataclass(frozen=True)
class ImageHeader:
    """The kind of an image file."""

    bits: int
    """Bits a sample, as stored."""
    palette: bool = False
    """Pixels are places in a palette."""
    lossy: bool = False
    """The compression changes values."""
    orientation: int = UPRIGHT
    """Of Exif, 1 to 8."""
    orientation_place: tuple[int, str] | None = None
    """Where the orientation lies in a TIFF file, and its format for `struct`; None for other files."""
    tiff: bool = False
    """A TIFF file, whose colours OpenCV multiplies with their alpha."""


def read_image_header(data: bytes, source: str) -> ImageHeader:
    """Read what kind of image a file holds.

    Args:
        data: the file's content.
        source: where it came from, for messages.

    Raises:
        RecordingError: no JPEG, PNG, BMP or TIFF file; one that is cut off; or one whose pixels would be
            read as something else: CMYK, an animation, several pages, zero as white, unknown channels.
    """
    try:
        if data.startswith(jpeg_segments.SIGNATURE):
            return _jpeg(data)
        if data.startswith(png_chunks.SIGNATURE):
            return _png(data)
        if data.startswith(tiff_tags.SIGNATURES):
            return _tiff(data)
        if data.startswith(b"BM"):
            return _bmp(data)
    except (ImageError, ValueError, struct.error) as error:
        raise RecordingError(f"{source}: {error}") from error
    raise RecordingError(
        f"{source}: expected a jpg, png, bmp or tiff picture, got {len(data)} bytes that are none"
    )


def _jpeg(data: bytes) -> ImageHeader:
    bits = read_header(data).bits
    orientation = None
    for marker, content in jpeg_segments.read_segments(data):
        if marker in jpeg_segments.FRAMES and content[5] == _INK_COMPONENTS:
            raise ValueError("expected a JPEG file in grey or rgb, got one in CMYK; save it as rgb")
        if marker == _EXIF_SEGMENT and content.startswith(_EXIF_START) and orientation is None:
            orientation = exif_orientation(content)
    return ImageHeader(bits, lossy=True, orientation=orientation or UPRIGHT)


def _png(data: bytes) -> ImageHeader:
    # Walks to the end of the file, so that all chunks are whole below.
    read_header(data)
    orientation = UPRIGHT
    for name, content in _png_contents(data):
        if name == b"acTL":
            raise ValueError("expected a PNG file of one image, got an animation; save its images one by one")
        if name == b"eXIf":
            orientation = exif_orientation(content)
    return ImageHeader(bits=data[24], palette=data[25] == _PNG_PALETTE, orientation=orientation)


def _png_contents(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of every chunk."""
    at, name = len(png_chunks.SIGNATURE), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += _PNG_AROUND + length


def _bmp(data: bytes) -> ImageHeader:
    (header,) = struct.unpack_from("<I", data, 14)
    # The oldest header, of 12 bytes, has sizes of 2 bytes.
    (bits,) = struct.unpack_from("<H", data, 24 if header == 12 else 28)
    return ImageHeader(bits, palette=bits <= 8)


def _tiff(data: bytes) -> ImageHeader:
    pages = tiff_tags.tiff_pages(data)
    page = pages[0]
    whole = [found for found in pages if not found.first(_SUBFILE, 0) & _NO_PAGE]
    if len(whole) != 1 or whole[0] is not page:
        raise ValueError(f"expected a TIFF file of one page, got {len(pages)}; save its pages one by one")
    photometric, samples = page.first(_PHOTOMETRIC, 1), page.first(_SAMPLES, 1)
    if photometric == _WHITE_IS_ZERO:
        raise ValueError(
            "expected a TIFF file in which 0 is black, got one in which it is white; save it anew"
        )
    if photometric not in _COLOURS:
        raise ValueError(
            f"expected a TIFF file in {', '.join(_COLOURS.values())}, got photometric interpretation "
            f"{photometric} (5 is CMYK); save it as grey or rgb"
        )
    alpha = samples == 4 and page.first(_EXTRA, 0) in _ALPHA
    if samples not in (1, 3) and not alpha:
        raise ValueError(f"expected 1 channel, 3, or 3 and alpha in a TIFF file, got {samples}")
    orientation = page.first(ORIENTATION, UPRIGHT)
    return ImageHeader(
        bits=page.first(tiff_tags.BITS, 1),
        palette=photometric == _PALETTE,
        lossy=page.first(_COMPRESSION, 1) in _LOSSY,
        orientation=orientation if orientation in range(1, 9) else UPRIGHT,
        orientation_place=page.places.get(ORIENTATION),
        tiff=True,
    )

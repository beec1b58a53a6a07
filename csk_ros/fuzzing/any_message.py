"""Any bytes to an image message with arbitrary fields."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from csk_ros.fuzzing.byte_source import ByteSource
from csk_ros.fuzzing.picture_files import any_file
from csk_ros.messages import compressed_depth
from csk_ros.messages.pixel_format import FORMATS
from csk_ros.messages.plain_message import Header, PlainCompressedImage, PlainImage, PlainMessage, Stamp

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DATA = 256 * 1024
"""Bytes of pixels in a raw message; what claims to be larger is truncated."""

_SIDES = (1, 2, 3, 47, 48, 49, 63, 64, 65, 71, 95, 96, 480, 640, 8192, 8193, 65_535, 65_536, 2**26)
_UINT32 = 2**32 - 1
_FORMATS = (
    "jpeg",
    "png",
    "",
    "bgr8; jpeg compressed bgr8",
    "rgb8; jpeg compressed rgb8",
    "rgb8; png compressed bgr8",
    "mono8; jpeg compressed ",
    "mono16; png compressed ",
    "bayer_rggb8; png compressed ",
    "bayer_grbg8;",
    "16UC1; compressedDepth png",
    "16UC1; compressedDepth",
    "16UC1;compressedDepth rvl",
    "32FC1; compressedDepth",
    "bayer_rggb16; png compressed ",
    "bayer_; jpeg",
    ";;;compressed rgb",
)


def any_message(data: bytes) -> PlainMessage:
    """The message that a byte string stands for: the same bytes, the same message."""
    source = ByteSource(data)
    return _compressed(source) if source.number(0, 1) else _raw(source)


def seed_of(file: int, way: int) -> bytes:
    """The shortest input for a compressed message around one kind of file.

    Args:
        file: its number in `picture_files()`.
        way: the number in `WAYS` of what becomes of the file; 0 leaves it as it is.
    """
    compressed, known_format = 1, 0
    return bytes([compressed, known_format, file % len(_FORMATS), *_PLAIN_HEADER, file, way])


def _raw(source: ByteSource) -> PlainImage:
    encoding = _encoding(source)
    width, height = _side(source), _side(source)
    known = FORMATS.get(encoding, FORMATS["mono8"])
    step = min(_UINT32, width * known.pixel_bytes)
    if source.one_in(3):
        step = source.choice((step + 1, step + source.number(0, 300), step - 1, 0, source.number(0, _UINT32)))
    size = int(step * height * known.rows) + source.choice((0, 0, 0, 1, -1, 1000, -1000))
    size = max(0, min(size, MOST_DATA))
    content = source.take(source.number(0, 64)) or b"\0"
    return PlainImage(
        header=_header(source),
        height=height,
        width=width,
        encoding=encoding,
        is_bigendian=source.choice((0, 1, source.number(0, 255))),
        step=max(0, min(step, _UINT32)),
        data=array("B", (content * (size // len(content) + 1))[:size]),
    )


def _compressed(source: ByteSource) -> PlainCompressedImage:
    text = source.text() if source.one_in(6) else source.choice(_FORMATS)
    header, data = _header(source), any_file(source)
    if "compressedDepth" in text and source.one_in(2):
        data = source.take(compressed_depth.HEADER).ljust(compressed_depth.HEADER, b"\0") + data
    return PlainCompressedImage(header=header, format=text, data=array("B", data))


def _header(source: ByteSource) -> Header:
    seconds = source.choice((1000, 0, -1, 2**31 - 1, -(2**31), source.number(-(2**31), 2**31 - 1)))
    nanoseconds = source.choice((0, 1, 999_999_999, 10**9, _UINT32, source.number(0, _UINT32)))
    return Header(Stamp(seconds, nanoseconds), source.text() if source.one_in(4) else "camera")


def _zeros_for(part: Callable[[ByteSource], object]) -> bytes:
    """As many zeros as a part of a message takes, where zeros decide all of it."""
    zeros = ByteSource(bytes(1000))
    part(zeros)
    return bytes(1000 - len(zeros.rest()))


_PLAIN_HEADER = _zeros_for(_header)


def _side(source: ByteSource) -> int:
    """A width or height: mostly small, sometimes an edge, sometimes anything."""
    sides: tuple[Callable[[], int], ...] = (
        lambda: source.number(1, 90),
        lambda: source.number(1, 90),
        lambda: source.number(0, 700),
        lambda: source.choice(_SIDES),
        lambda: source.number(0, _UINT32),
    )
    return source.choice(sides)()


def _encoding(source: ByteSource) -> str:
    """The name of an encoding, mostly one that is known."""
    name = source.choice(tuple(FORMATS))
    if not source.one_in(4):
        return name
    names: tuple[Callable[[], str], ...] = (
        source.text,
        lambda: name[: source.number(0, len(name))],
        lambda: name + source.choice((" ", "\0", "\n", "C1", "x" * 100_000)),
        name.upper,
        lambda: source.choice(
            ("", "rgb16", "64FC1", "8UC2", "mono8; jpeg", "bayer_rggb16", "jpeg", "rgba16")
        ),
    )
    return source.choice(names)()

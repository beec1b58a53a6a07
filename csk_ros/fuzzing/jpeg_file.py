"""JPEG files with segments that a camera does not write."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.fuzzing.byte_source import ByteSource

_FRAMES = (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2")


def segment(marker: int, content: bytes = b"") -> bytes:
    """A segment with its right length."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def frame_header(data: bytes) -> tuple[int, int]:
    """Where the frame header of a file begins and ends.

    Raises:
        ValueError: it has none.
    """
    begin = min((at for at in map(data.find, _FRAMES) if at >= 0), default=-1)
    if begin < 0:
        raise ValueError("expected a JPEG file with a frame header, it has none")
    return begin, begin + 2 + int(struct.unpack_from(">H", data, begin + 2)[0])


def with_size(data: bytes, width: int, height: int) -> bytes:
    """The file with another size in its frame header, and the pixels of the old one."""
    begin, _ = frame_header(data)
    return data[: begin + 5] + struct.pack(">HH", height, width) + data[begin + 9 :]


def with_hidden_size(data: bytes, width: int, height: int) -> bytes:
    """The file with a frame header that libjpeg finds and a trusting reader jumps over.

    libjpeg takes FF 00 for data and searches on; a reader that takes 00 for a marker skips a segment, and
    comes out inside another one, in which the old frame header waits for it.
    """
    begin, end = frame_header(data)
    small = data[begin:end]
    large = with_size(small, width, height)
    decoy = b"\xff\x00" + struct.pack(">H", 2 + len(large) + 4)
    return data[:2] + decoy + large + segment(0xE1, small) + data[2:begin] + data[end:]


def with_scans(data: bytes, scans: int) -> bytes:
    """The file with its last scan again and again."""
    begin = data.rindex(b"\xff\xda")
    return data[:begin] + data[begin:-2] * scans + data[-2:]


def without_tables(data: bytes) -> bytes:
    """The file without Huffman tables, as many a webcam sends it."""
    while (begin := data.find(b"\xff\xc4")) >= 0:
        data = data[:begin] + data[begin + 2 + struct.unpack_from(">H", data, begin + 2)[0] :]
    return data


def odd_jpeg(source: ByteSource, data: bytes) -> bytes:
    """A file with one oddity; the file as it is if it has been damaged too much for that."""
    width, height = source.number(0, 300), source.number(0, 300)
    if source.one_in(8):
        width, height = source.number(0, 65_535), source.number(0, 65_535)
    try:
        begin, end = frame_header(data)
        at = source.choice((2, begin, end))
        insertion = source.choice(
            (
                b"\xff" * source.number(0, 300),
                b"\xff\x00" + source.take(4),
                b"\xff\x01" * source.number(0, 300),
                segment(0xE1, source.take(source.number(0, 60))),
                segment(0xE0) * source.number(0, 300),
                segment(0xDC, struct.pack(">H", height)),
                segment(0xDD, b"\0\1"),
                with_size(data[begin:end], width, height),
                source.take(3),
            )
        )
        return source.choice(
            (
                with_size(data, width, height),
                with_hidden_size(data, width, height),
                with_scans(data, source.number(1, 60)),
                without_tables(data),
                data[:at] + insertion + data[at:],
            )
        )
    except (ValueError, struct.error):
        return data

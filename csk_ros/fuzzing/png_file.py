"""PNG files chunk by chunk, sound ones and others."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from csk_ros.messages.png_chunks import SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.fuzzing.byte_source import ByteSource

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples a pixel of each colour type: grey, colour, palette, grey and alpha, colour and alpha."""

END = (b"IEND", b"")


def png_file(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The file of some chunks, each a name and its content, with right checksums."""
    return SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def header(width: int, height: int, bits: int, colour: int, interlace: int = 0) -> tuple[bytes, bytes]:
    """The IHDR chunk."""
    return b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)


def pixels(data: bytes) -> tuple[bytes, bytes]:
    """An IDAT chunk of rows, each with the byte before it that names its filter."""
    return b"IDAT", zlib.compress(data)


def animation(width: int, height: int, frames: int = 2) -> list[tuple[bytes, bytes]]:
    """The chunks that make of the next IDAT the first frame of an animation."""
    control = struct.pack(">IIIIIHHBB", 0, width, height, 0, 0, 1, 10, 0, 0)
    return [(b"acTL", struct.pack(">II", frames, 0)), (b"fcTL", control)]


def bomb(name: bytes, megabytes: int) -> tuple[bytes, bytes]:
    """A chunk whose content unpacks to a thousand times its size: zTXt, iCCP or IDAT."""
    keyword = b"" if name == b"IDAT" else b"k\0\0"
    return name, keyword + zlib.compress(bytes(megabytes * 1_000_000), 9)


def mend(data: bytes) -> bytes:
    """The file with the checksums that its chunks should have, as far as it can be read."""
    mended = bytearray(data)
    position = len(SIGNATURE)
    while position + 12 <= len(mended):
        (length,) = struct.unpack_from(">I", mended, position)
        end = position + 8 + length
        if end + 4 > len(mended):
            break
        struct.pack_into(">I", mended, end, zlib.crc32(mended[position + 4 : end]))
        position = end + 4
    return bytes(mended)


def any_png(source: ByteSource) -> bytes:
    """A file of decided size and kind, with more, less or other chunks than it should have."""
    width, height = source.number(1, 200), source.number(1, 200)
    colour = source.choice((*CHANNELS, 0, 2, 1, 7))
    bits = source.choice((8, 16, 1, 2, 4, 0, 32))
    first = header(width, height, bits, colour, source.choice((0, 0, 1, 2)))
    row = 1 + (width * bits * CHANNELS.get(colour, 1) + 7) // 8
    size = max(0, height * row + source.choice((0, 0, -1, 1, -row, height * row, 100_000)))
    content = (source.take(64) or b"\0") * (size // 64 + 1) if source.one_in(4) else bytes(size)
    chunks = [first]
    chunks += [(b"PLTE", bytes(range(3 * source.number(0, 40))))] if colour == 3 or source.one_in(8) else []
    chunks += _extras(source, width, height)
    whole = zlib.compress(content[:size], 1)
    cut = source.choice((len(whole), 7, 1, 0))
    chunks += [(b"IDAT", whole[:cut]), (b"IDAT", whole[cut:])]
    chunks += _extras(source, width, height)
    return png_file([*chunks, END])


def _extras(source: ByteSource, width: int, height: int) -> list[tuple[bytes, bytes]]:
    """A few chunks that belong into no plain picture."""
    extras: list[tuple[bytes, bytes]] = []
    for _ in range(source.choice((0, 0, 0, 1, 2))):
        extras += source.choice(
            (
                animation(source.number(0, 2 * width), source.number(0, 2 * height), source.number(0, 3)),
                [(b"fdAT", b"\0\0\0\2" + zlib.compress(source.take(40)))],
                [(b"tRNS", source.take(source.number(0, 16)))],
                [bomb(b"zTXt", 1)],
                [bomb(b"iCCP", 1)],
                [bomb(b"IDAT", 1)],
                [(b"eXIf", source.take(30))],
                [(b"CgBI", b"\x50\0\x20\2")],
                [header(4 * width, 4 * height, 8, 2)],
                [(source.take(4).ljust(4, b"A"), source.take(8))],
                [(b"IDAT", b"")] * 50,
            )
        )
    return extras

"""The tags of TIFF data: of the pages of a TIFF file, or of an Exif block, which is TIFF data too."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmap import mmap

SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""Little and big endian; the last two are BigTIFF."""

BITS = 258
"""The tag of the bits a sample."""

MOST_PAGES = 1000
"""A directory may name an earlier one as the next: a chain without end."""

MOST_VALUES = 16
"""Longer lists are the places of the pixels, which nobody here asks for."""

# TIFF 6.0, section 2, and BigTIFF: BYTE, SHORT, LONG, IFD, LONG8.
_TYPES = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q"}


@dataclass(frozen=True)
class TiffPage:
    """One directory of TIFF data."""

    values: dict[int, tuple[int, ...]]
    """Whole numbers by tag; other types and long lists are left out."""
    places: dict[int, tuple[int, str]]
    """Where the first value of a tag lies in the data, and its format for `struct`."""

    def first(self, tag: int, default: int) -> int:
        """Give the first value of a tag."""
        return self.values.get(tag, (default,))[0]


def tiff_pages(data: bytes | mmap) -> list[TiffPage]:
    """Read the tags of every page.

    Args:
        data: the whole of a TIFF file, or of an Exif block.

    Raises:
        ValueError: it is no TIFF data, or is damaged.
    """
    if bytes(data[:4]) not in SIGNATURES:
        raise ValueError(f"expected TIFF data, it begins with {bytes(data[:4]).hex(' ')}")
    order = "<" if data[:1] == b"I" else ">"
    big = bytes(data[2:4]).strip(b"\0") == b"+"
    pages: list[TiffPage] = []
    try:
        (start,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
        while start:
            if len(pages) == MOST_PAGES:
                raise ValueError(f"expected at most {MOST_PAGES} pages in TIFF data, it has more")
            page, start = _page(data, start, order, big=big)
            pages.append(page)
    except struct.error as error:
        raise ValueError(f"the TIFF data's tags are cut off: {error}") from error
    if not pages:
        raise ValueError("expected a page in TIFF data, it has none")
    return pages


def _page(data: bytes | mmap, start: int, order: str, *, big: bool) -> tuple[TiffPage, int]:
    """Read the directory at `start`, and where the next one is: 0 for none."""
    count_format, entry_format, room = ("Q", "HHQ", 8) if big else ("H", "HHI", 4)
    offset_format = order + ("Q" if big else "I")
    (count,) = struct.unpack_from(order + count_format, data, start)
    at = start + struct.calcsize("<" + count_format)
    page = TiffPage({}, {})
    for _ in range(count):
        tag, kind, length = struct.unpack_from(order + entry_format, data, at)
        place = at + struct.calcsize("<" + entry_format)
        at = place + room
        if kind not in _TYPES or not 0 < length <= MOST_VALUES:
            continue
        values = f"{order}{length}{_TYPES[kind]}"
        if struct.calcsize(values) > room:
            (place,) = struct.unpack_from(offset_format, data, place)
        page.values[tag] = struct.unpack_from(values, data, place)
        page.places[tag] = (place, order + _TYPES[kind])
    (following,) = struct.unpack_from(offset_format, data, at)
    return page, following

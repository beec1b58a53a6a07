"""The segments of a JPEG file, read so that no decoder can see others."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from csk_ros.messages.image_error import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\xff\xd8\xff"

# ITU-T T.81, table B.1.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of frame headers: C0 to CF without DHT, JPG and DAC."""
SCAN = 0xDA
_END = 0xD9
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_WITH_LENGTH = FRAMES | {0xC4, 0xCC, SCAN, 0xDB, 0xDC, 0xDD, 0xFE, *range(0xE0, 0xF0)}

MOST_SEGMENTS = 4096
"""Hundreds hold the largest colour profile; more are there to be walked for long."""

_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
# In the data of a scan FF is followed by 00, which stands for FF itself, or by a restart marker.
_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def read_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of every segment, to the mark that ends the file.

    Strict where libjpeg searches for the next marker: what it skips and what it finds would differ from
    what is skipped and found here, and it would decode another picture than the one that was checked.

    Raises:
        ImageError: `truncated` if the file stops before its end, `corrupt` for what is no segment.
    """
    position = 2
    for _ in range(MOST_SEGMENTS):
        found = _MARKER.match(data, position)
        if found is None:
            if position >= len(data):
                raise _truncated(data)
            raise ImageError("corrupt", f"the JPEG file has no marker at byte {position}")
        marker, position = found[1][0], found.end()
        if marker == _END:
            return
        if marker in _BARE:
            continue
        if marker not in _WITH_LENGTH:
            raise ImageError("corrupt", f"the JPEG file has an unknown marker, {marker:#x}")
        start, position = position + 2, _segment_end(data, position)
        yield marker, data[start:position]
        if marker == SCAN:
            after = _AFTER_SCAN.search(data, position)
            if after is None:
                raise _truncated(data)
            position = after.start()
    raise ImageError("corrupt", f"expected at most {MOST_SEGMENTS} segments in a JPEG file, it has more")


def _segment_end(data: bytes, position: int) -> int:
    """Where the segment ends whose length stands at `position`."""
    if position + 2 > len(data):
        raise _truncated(data)
    (length,) = struct.unpack_from(">H", data, position)
    if length < 2:
        raise ImageError("corrupt", f"the JPEG file has a segment of {length} bytes")
    if position + length > len(data):
        raise _truncated(data)
    return position + int(length)


def _truncated(data: bytes) -> ImageError:
    return ImageError("truncated", f"the JPEG file stops before its end mark, after {len(data)} bytes")

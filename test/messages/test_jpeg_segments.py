from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.jpeg_segments import MOST_SEGMENTS, SCAN, read_segments

START, END = b"\xff\xd8", b"\xff\xd9"


def segment(marker, content=b""):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def reason_of(data):
    with pytest.raises(ImageError) as caught:
        list(read_segments(data))
    return caught.value.reason


def test_segments_come_with_their_content():
    data = START + segment(0xE0, b"JFIF") + segment(0xFE) + END + b"what a camera's buffer held before"
    assert list(read_segments(data)) == [(0xE0, b"JFIF"), (0xFE, b"")]


def test_fill_bytes_and_markers_without_a_length_are_passed_over():
    data = START + b"\xff\xff" + segment(0xE1, b"x") + b"\xff\x01\xff\xd0" + b"\xff" * 70_000 + END
    assert list(read_segments(data)) == [(0xE1, b"x")]


def test_the_data_of_a_scan_ends_at_the_next_segment():
    # FF 00 is an FF of the picture, FF D3 a restart marker, FF FF a fill byte.
    pixels = b"\x12\xff\x00\x34\xff\xd3\x56\xff"
    data = START + segment(SCAN, b"a") + pixels + segment(SCAN, b"b") + pixels + END
    assert list(read_segments(data)) == [(SCAN, b"a"), (SCAN, b"b")]


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (b"", "truncated"),
        (segment(0xE0, b"JFIF"), "truncated"),
        (segment(0xE0, b"JFIF")[:-1], "truncated"),
        (b"\xff\xe0\x00", "truncated"),
        (segment(SCAN) + b"pixels without an end", "truncated"),
        (b"\x00\xff\xe0", "corrupt"),
        (b"\xff\xe0\x00\x01" + END, "corrupt"),
        (b"\xff\xff\xff\xff", "corrupt"),
        (segment(0x02) + END, "corrupt"),
        (segment(0xF0) + END, "corrupt"),
        (START + END, "corrupt"),
    ],
)
def test_what_is_no_segment_has_its_reason(rest, reason):
    assert reason_of(START + rest) == reason


def test_what_libjpeg_takes_for_data_is_no_marker():
    # It skips FF 00 and searches on, so it would find the segment that a length of its own hides.
    hidden = segment(0xE1, b"found")
    assert reason_of(START + b"\xff\x00" + struct.pack(">H", 2 + len(hidden)) + hidden + END) == "corrupt"


@pytest.mark.parametrize("piece", [segment(0xE0), b"\xff\x01"])
def test_a_file_of_nothing_but_segments_is_not_walked_to_its_end(piece):
    with pytest.raises(ImageError, match=f"at most {MOST_SEGMENTS} segments") as caught:
        list(read_segments(START + piece * (MOST_SEGMENTS + 1) + END))
    assert caught.value.reason == "corrupt"
    assert len(list(read_segments(START + segment(0xE0) * (MOST_SEGMENTS - 1) + END))) == MOST_SEGMENTS - 1


@given(st.binary(max_size=80), st.integers(0, 20))
@settings(max_examples=300)
def test_any_bytes_end_with_segments_or_a_reason(data, scans):
    try:
        found = list(read_segments(START + segment(SCAN) * scans + data))
    except ImageError:
        return
    assert sum(len(content) + 4 for _, content in found) <= 2 + len(data) + 4 * scans

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.messages.compressed_header import MOST_SCANS, CompressedHeader, read_header
from csk_ros.messages.image_error import ImageError

COLOUR = np.zeros((30, 50, 3), np.uint8)


def encoded(picture, extension):
    return cv2.imencode(extension, picture)[1].tobytes()


@pytest.mark.parametrize(
    ("picture", "extension", "expected"),
    [
        (COLOUR, ".jpg", CompressedHeader(50, 30, grey=False, bits=8)),
        (COLOUR[..., 0], ".jpg", CompressedHeader(50, 30, grey=True, bits=8)),
        (COLOUR, ".png", CompressedHeader(50, 30, grey=False, bits=8)),
        (COLOUR[..., 0], ".png", CompressedHeader(50, 30, grey=True, bits=8)),
        (COLOUR[..., 0].astype(np.uint16), ".png", CompressedHeader(50, 30, grey=True, bits=16)),
        (np.zeros((30, 50, 4), np.uint8), ".png", CompressedHeader(50, 30, grey=False, bits=8)),
    ],
)
def test_size_and_kind_are_those_of_the_picture(picture, extension, expected):
    assert read_header(encoded(picture, extension)) == expected


def test_a_progressive_jpeg_with_metadata_and_fill_bytes_is_read():
    data = cv2.imencode(".jpg", COLOUR, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    metadata = b"\xff\xff\xff\xe1" + struct.pack(">H", 6) + b"Exif"
    assert read_header(data[:2] + metadata + data[2:]) == CompressedHeader(50, 30, grey=False, bits=8)


@pytest.mark.parametrize("extension", [".jpg", ".png"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.98])
def test_half_a_file_is_truncated(extension, kept):
    data = encoded(np.random.default_rng(0).integers(0, 256, (30, 50, 3), np.uint8), extension)
    with pytest.raises(ImageError) as caught:
        read_header(data[: int(len(data) * kept)])
    assert caught.value.reason == "truncated"


@pytest.mark.parametrize("data", [b"GIF89a" + bytes(40), b"RIFF1234WEBPVP8 ", bytes(100), b"\xff"])
def test_another_kind_of_file_is_an_encoding(data):
    with pytest.raises(ImageError) as caught:
        read_header(data)
    assert caught.value.reason == "encoding"


def test_a_png_without_its_first_chunk_is_corrupt():
    data = bytearray(encoded(COLOUR, ".png"))
    data[12:16] = b"XXXX"
    with pytest.raises(ImageError) as caught:
        read_header(bytes(data))
    assert caught.value.reason == "corrupt"


def test_a_png_of_7_bits_is_corrupt():
    data = bytearray(encoded(COLOUR, ".png"))
    data[24] = 7
    with pytest.raises(ImageError, match="this one 7") as caught:
        read_header(bytes(data))
    assert caught.value.reason == "corrupt"


def test_a_jpeg_of_12_bits_is_an_encoding():
    data = encoded(COLOUR, ".jpg")
    frame = data.index(b"\xff\xc0")
    with pytest.raises(ImageError, match="this one has 12") as caught:
        read_header(data[: frame + 4] + b"\x0c" + data[frame + 5 :])
    assert caught.value.reason == "encoding"


def test_a_png_whose_first_chunk_has_another_length_is_corrupt():
    data = bytearray(encoded(COLOUR, ".png"))
    data[11] = 14
    with pytest.raises(ImageError, match="of 13 bytes, this one with b'IHDR' of 14") as caught:
        read_header(bytes(data))
    assert caught.value.reason == "corrupt"


def frame(width, height):
    """The frame header of a grey picture."""
    return b"\xff\xc0" + struct.pack(">HBHHB3s", 11, 8, height, width, 1, b"\1\x11\0")


def test_the_size_of_a_jpeg_is_the_one_that_every_reader_finds():
    # A reader that takes FF 00 for a segment jumps over the large frame header into the APP1 segment, where
    # a small one lies; libjpeg skips FF 00 alone, finds the large one and allocates for it.
    small, large = frame(50, 30), frame(60_000, 16_000)
    app1 = b"\xff\xe1" + struct.pack(">H", 2 + len(small)) + small
    decoy = b"\xff\x00" + struct.pack(">H", 2 + len(large) + 4)
    with pytest.raises(ImageError, match="no marker at byte 2") as caught:
        read_header(b"\xff\xd8" + decoy + large + app1 + b"\xff\xd9")
    assert caught.value.reason == "corrupt"


def test_a_jpeg_of_two_frame_headers_is_corrupt():
    with pytest.raises(ImageError, match="one frame header") as caught:
        read_header(b"\xff\xd8" + frame(50, 30) + frame(60, 40) + b"\xff\xd9")
    assert caught.value.reason == "corrupt"


@pytest.mark.parametrize("frames", [b"", b"\xff\xc0\x00\x05\x08\x00\x01"])
def test_a_jpeg_without_a_whole_frame_header_is_corrupt(frames):
    with pytest.raises(ImageError) as caught:
        read_header(b"\xff\xd8" + frames + b"\xff\xd9")
    assert caught.value.reason == "corrupt"


def test_a_jpeg_of_many_scans_is_refused_whatever_its_size():
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00" + b"\x12\xff\x00"
    start, end = b"\xff\xd8" + frame(50, 30), b"\xff\xd9"
    assert read_header(start + scan * MOST_SCANS + end) == CompressedHeader(50, 30, grey=True, bits=8)
    with pytest.raises(ImageError, match=f"at most {MOST_SCANS} scans") as caught:
        read_header(start + scan * (MOST_SCANS + 1) + end)
    assert caught.value.reason == "too_large"


def test_what_looks_like_scans_inside_a_segment_does_not_count():
    # A radiometric thermal camera puts raw pixels there.
    raw = b"\xff\xe1" + struct.pack(">H", 2 + 60_000) + b"\xff\xda" * 30_000
    data = encoded(COLOUR, ".jpg")
    assert read_header(data[:2] + raw + data[2:]) == CompressedHeader(50, 30, grey=False, bits=8)


@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xc0", b""]),
    st.binary(max_size=60),
)
@settings(max_examples=300)
def test_any_bytes_give_a_header_or_a_reason(magic, rest):
    try:
        header = read_header(magic + rest)
    except ImageError:
        return
    assert header.bits in {8, 16}
    assert header.width >= 0
    assert header.height >= 0

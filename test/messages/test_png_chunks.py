from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
import pytest

from csk_ros.messages import png_chunks
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.png_chunks import MOST_CHUNKS, SIGNATURE, critical_chunks, picture_only

END = (b"IEND", b"")


def png(*chunks):
    return SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def header(width, height, bits=8, colour=0, interlace=0):
    return b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)


def pixels(data):
    return b"IDAT", zlib.compress(data)


def reason_of(act, *arguments):
    with pytest.raises(ImageError) as caught:
        act(*arguments)
    return caught.value.reason


def names(data):
    return [name for name, _ in critical_chunks(data)]


def test_only_the_chunks_that_make_the_picture_are_kept():
    plain = png(header(2, 1), (b"PLTE", b"abc"), pixels(b"\0ab"), pixels(b"more"), END)
    extras = [(b"acTL", bytes(8)), (b"tEXt", b"k\0v"), (b"eXIf", b"x"), (b"zTXt", b"k\0\0y"), (b"xyZz", b"")]
    dressed = png(
        header(2, 1),
        *extras,
        (b"PLTE", b"abc"),
        *extras,
        pixels(b"\0ab"),
        *extras,
        pixels(b"more"),
        *extras,
        END,
    )
    assert names(dressed) == [b"IHDR", b"PLTE", b"IDAT", b"IDAT", b"IEND"]
    assert picture_only(dressed + b"what follows", 2, 1) == plain


def test_what_is_critical_and_unknown_is_left_for_the_decoder_to_refuse():
    assert names(png(header(1, 1), (b"CgBI", b""), END)) == [b"IHDR", b"CgBI", b"IEND"]


@pytest.mark.parametrize("cut", [1, 4, 11, 12, 13, 20])
def test_a_file_that_stops_early_is_truncated(cut):
    data = png(header(2, 1), pixels(b"\0ab"), END)
    assert reason_of(picture_only, data[:-cut], 2, 1) == "truncated"


def test_a_chunk_that_is_longer_than_the_file_is_truncated():
    data = bytearray(png(header(2, 1), END))
    data[8:12] = b"\xff\xff\xff\xff"
    assert reason_of(list, critical_chunks(bytes(data))) == "truncated"


@pytest.mark.parametrize("name", [b"IDAT", b"teXt"])
def test_a_file_of_nothing_but_chunks_is_not_walked_to_its_end(name):
    with pytest.raises(ImageError, match=f"at most {MOST_CHUNKS} chunks") as caught:
        picture_only(png(header(2, 1)) + png((name, b""))[8:] * MOST_CHUNKS + png(END)[8:], 2, 1)
    assert caught.value.reason == "corrupt"


def test_pixels_that_go_on_and_on_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(png_chunks, "MOST_INFLATED", 1_000_000)
    bomb = png(header(8, 8), pixels(bytes(10_000_000)), END)
    with pytest.raises(ImageError, match="more data than 8x8 pixels can be") as caught:
        picture_only(bomb, 8, 8)
    assert caught.value.reason == "corrupt"


@pytest.mark.parametrize(("colour", "bits", "sample"), [(0, 1, 0.125), (0, 8, 1), (6, 8, 4), (6, 16, 8)])
@pytest.mark.parametrize("interlace", [0, 1])
def test_all_the_data_that_pixels_need_is_let_in(monkeypatch, colour, bits, sample, interlace):
    monkeypatch.setattr(png_chunks, "MOST_INFLATED", 0)
    for width, height in [(1, 1), (1, 400), (400, 1), (33, 65)]:
        # Adam7: of every 8x8 block, the pixels (x, y) + n * (dx, dy) of seven passes; rows without pixels
        # have no filter byte (PNG specification, 8.2).
        passes = [
            (0, 0, 8, 8),
            (4, 0, 8, 8),
            (0, 4, 4, 8),
            (2, 0, 4, 4),
            (0, 2, 2, 4),
            (1, 0, 2, 2),
            (0, 1, 1, 2),
        ]
        grids = passes if interlace else [(0, 0, 1, 1)]
        size = 0
        for x, y, dx, dy in grids:
            columns, rows = -(-(width - x) // dx), -(-(height - y) // dy)
            size += rows * (1 + int(np.ceil(columns * sample))) if columns > 0 and rows > 0 else 0
        data = png(header(width, height, bits, colour, interlace), pixels(bytes(size)), END)
        assert picture_only(data, width, height) == data
        flags = cv2.IMREAD_UNCHANGED
        assert cv2.imdecode(np.frombuffer(data, np.uint8), flags).shape[:2] == (height, width)


def test_pixels_that_cannot_be_unpacked_are_corrupt(monkeypatch):
    monkeypatch.setattr(png_chunks, "MOST_INFLATED", 0)
    data = png(header(8, 8), (b"IDAT", b"no deflate stream"), END)
    assert reason_of(picture_only, data, 8, 8) == "corrupt"

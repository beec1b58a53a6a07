from __future__ import annotations

import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.fuzzing import png_file
from csk_ros.fuzzing.byte_source import ByteSource
from csk_ros.fuzzing.picture_files import picture_files


def decoded(data):
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)


def test_chunks_make_a_file():
    rows = b"\0\x01\x02\x03" + b"\0\x04\x05\x06"
    data = png_file.png_file([png_file.header(3, 2, 8, 0), png_file.pixels(rows), png_file.END])
    assert decoded(data).tolist() == [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize("name", ["png", "16-bit png", "animated png", "palette png"])
def test_mending_brings_back_checksums_and_nothing_else(name):
    data = picture_files()[name]
    assert png_file.mend(data) == data
    broken = bytearray(data)
    broken[29:33] = b"\0\0\0\0"  # the checksum of IHDR
    assert png_file.mend(bytes(broken)) == data


@given(st.binary(max_size=80))
@settings(max_examples=200)
def test_anything_can_be_mended(data):
    assert len(png_file.mend(png_file.SIGNATURE + data)) == len(data) + 8


def test_a_bomb_unpacks_to_what_it_says():
    name, content = png_file.bomb(b"zTXt", 2)
    assert (name, content[:3]) == (b"zTXt", b"k\0\0")
    assert len(zlib.decompress(content[3:])) == 2_000_000
    assert len(content) < 2_100


def test_without_decisions_a_file_is_whole():
    assert decoded(png_file.any_png(ByteSource(b""))).tolist() == [[0]]

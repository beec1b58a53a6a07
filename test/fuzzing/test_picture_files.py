from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.fuzzing.byte_source import ByteSource
from csk_ros.fuzzing.picture_files import HEIGHT, WIDTH, any_file, picture_files


@pytest.mark.parametrize("name", picture_files())
def test_every_file_to_begin_with_is_a_picture_to_opencv(name):
    data = np.frombuffer(picture_files()[name], np.uint8)
    if name == "jpeg with a hidden size":
        return
    pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    assert pixels.shape[:2] == (HEIGHT, WIDTH)


def test_the_kinds_are_told_apart():
    files = picture_files()
    assert len(set(files.values())) == len(files)
    assert files["progressive jpeg"].count(b"\xff\xda") == 10
    assert b"\xff\xc4" not in files["webcam jpeg"]
    assert files["cmyk jpeg"][files["cmyk jpeg"].index(b"\xff\xc0") + 9] == 4
    assert b"acTL" in files["animated png"]
    assert b"tRNS" in files["palette png"]


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_a_file_depends_on_its_bytes_alone(data):
    assert any_file(ByteSource(data)) == any_file(ByteSource(data))


def test_without_decisions_a_file_is_whole():
    assert any_file(ByteSource(b"\x02")) == picture_files()["progressive jpeg"]

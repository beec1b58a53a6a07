"""The subsample of a picture that it is judged by."""

from __future__ import annotations

import array

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_layout import validate
from csk_ros.messages.pixel_format import FORMATS
from csk_ros.messages.thumbnail import thumbnail
from csk_ros.stream.telemetry import Telemetry
from support.mosaics import MOSAICS
from support.plain_image import compressed_image, plain_image, raw_message


def test_that_of_a_grey_picture_takes_every_tenth_pixel():
    picture = np.arange(480 * 640, dtype=np.uint32).reshape(480, 640).astype(np.uint16)
    small = thumbnail(plain_image(picture, "mono16", padding=6, big_endian=True))
    assert small.shape == (48, 64)
    assert small.dtype == np.dtype(np.uint16)
    np.testing.assert_array_equal(small, picture[5::10, 5::10])


def test_it_is_a_copy_of_its_own():
    message = plain_image(np.zeros((6, 8), np.uint8), "mono8")
    message.data = array.array("B", message.data)
    small = thumbnail(message)
    message.data[0] = 9
    assert small.max() == 0


def test_it_keeps_temperatures():
    celsius = np.full((60, 80), 21.5, np.float32)
    small = thumbnail(plain_image(celsius, "32FC1"))
    assert small.dtype == np.dtype(np.float32)
    assert set(small.ravel().tolist()) == {21.5}


@pytest.mark.parametrize(
    ("encoding", "pixel"),
    [
        ("rgb8", (1, 2, 3)),
        ("bgr8", (3, 2, 1)),
        ("8UC3", (3, 2, 1)),
        ("rgba8", (1, 2, 3, 4)),
        ("bgra8", (3, 2, 1, 4)),
        ("rgb16", (1, 2, 3)),
        ("bgr16", (3, 2, 1)),
        ("rgba16", (1, 2, 3, 4)),
        ("bgra16", (3, 2, 1, 4)),
    ],
)
def test_that_of_colour_is_red_green_blue(encoding, pixel):
    picture = np.full((10, 12, len(pixel)), pixel, FORMATS[encoding].dtype)
    small = thumbnail(plain_image(picture, encoding))
    assert small.shape == (10, 12, 3)
    assert np.unique(small.reshape(-1, 3), axis=0).tolist() == [[1, 2, 3]]


@pytest.mark.parametrize(("encoding", "mosaic"), MOSAICS)
def test_that_of_a_mosaic_is_its_green(encoding, mosaic):
    small = thumbnail(plain_image(np.tile(np.array(mosaic, np.uint8), (60, 80)), encoding))
    assert set(small.ravel().tolist()) == {100}


@pytest.mark.parametrize(
    ("encoding", "pair"),
    [
        ("uyvy", [[7, 50], [9, 50]]),
        ("yuv422", [[7, 50], [9, 50]]),
        ("yuyv", [[50, 7], [50, 9]]),
        ("yuv422_yuy2", [[50, 7], [50, 9]]),
    ],
)
def test_that_of_packed_yuv_is_its_luma(encoding, pair):
    picture = np.tile(np.array(pair, np.uint8), (6, 4, 1))
    small = thumbnail(plain_image(picture, encoding))
    assert small.shape == (6, 8)
    assert set(small.ravel().tolist()) == {50}


@pytest.mark.parametrize(("encoding", "rows"), [("nv12", 1.5), ("nv21", 1.5), ("nv24", 3.0)])
def test_that_of_planar_yuv_is_its_luma(encoding, rows):
    planes = np.concatenate([np.full((6, 8), 50, np.uint8), np.full((round(6 * rows) - 6, 8), 7, np.uint8)])
    small = thumbnail(plain_image(planes, encoding, rows=rows))
    assert small.shape == (6, 8)
    assert set(small.ravel().tolist()) == {50}


def test_that_of_a_jpeg_is_decoded_small_and_red_green_blue():
    blue_green_red = np.full((480, 640, 3), (200, 100, 20), np.uint8)
    small = thumbnail(compressed_image(blue_green_red, ".jpg", "bgr8; jpeg compressed bgr8"))
    assert small.shape == (60, 80, 3)
    np.testing.assert_allclose(small, np.full_like(small, (20, 100, 200)), atol=3)


def test_that_of_a_16_bit_png_keeps_16_bits():
    small = thumbnail(
        compressed_image(np.full((480, 640), 23_456, np.uint16), ".png", "mono16; png compressed")
    )
    assert small.dtype == np.dtype(np.uint16)
    assert set(small.ravel().tolist()) == {23_456}


@pytest.mark.parametrize("declared", ["bgr16; png compressed bgr16", "rgb16; png compressed rgb16"])
def test_that_of_a_16_bit_colour_file_is_red_green_blue(declared):
    picture = np.full((480, 640, 3), (100, 20_000, 65_535), np.uint16)
    small = thumbnail(compressed_image(picture, ".png", declared))
    assert small.dtype == np.dtype(np.uint16)
    expected = [65_535, 20_000, 100] if "bgr" in declared else [100, 20_000, 65_535]
    assert np.unique(small.reshape(-1, 3), axis=0).tolist() == [expected]


def test_that_of_a_small_file_is_the_picture():
    picture = np.arange(20 * 30, dtype=np.uint16).reshape(20, 30)
    np.testing.assert_array_equal(thumbnail(compressed_image(picture, ".png", "png")), picture)


@st.composite
def raw_messages(draw):
    encoding = draw(st.sampled_from([*FORMATS, "rgb16", "", "jpeg"]))
    width, height = draw(st.integers(0, 40)), draw(st.integers(0, 20))
    known = FORMATS.get(encoding, FORMATS["mono8"])
    step = max(0, width * known.pixel_bytes + draw(st.integers(-2, 9)))
    size = max(0, int(step * height * known.rows) + draw(st.integers(-3, 3)))
    return raw_message(width, height, encoding, step, bytes(size), is_bigendian=draw(st.integers(0, 1)))


@given(raw_messages())
@settings(max_examples=300)
def test_any_raw_message_is_refused_or_gives_a_thumbnail(message):
    try:
        validate(message)
    except ImageError:
        with pytest.raises(ImageError):
            thumbnail(message)
        return
    small = thumbnail(message)
    assert small.size > 0
    assert small.ndim == (3 if FORMATS[message.encoding].channels > 2 else 2)
    assert small.dtype == FORMATS[message.encoding].dtype
    assert small.shape[0] <= message.height
    assert small.shape[1] <= message.width


def test_large_pictures_have_thumbnails_of_about_the_same_size():
    for height, width in [(480, 640), (512, 640), (256, 320), (1080, 1920), (2160, 3840)]:
        rows, columns = thumbnail(plain_image(np.zeros((height, width), np.uint8), "mono8")).shape
        assert 40 <= rows <= 72
        assert 52 <= columns <= 96
        encoded = compressed_image(cv2.merge([np.zeros((height, width), np.uint8)] * 3), ".jpg", "jpeg")
        rows, columns = thumbnail(encoded).shape[:2]
        assert 32 <= rows <= 96
        assert 42 <= columns <= 128


@pytest.mark.parametrize("compressed", [False, True])
def test_rows_of_telemetry_are_not_looked_at(compressed):
    picture = np.full((480, 640), 900, np.uint16)
    picture[:2], picture[-3:] = 1, 2
    message = compressed_image(picture, ".png", "png") if compressed else plain_image(picture, "mono16")
    assert len(np.unique(thumbnail(message, Telemetry(2, 3)))) == 1
    assert thumbnail(message, Telemetry(480, 0)).size, "a picture of telemetry alone is looked at whole"

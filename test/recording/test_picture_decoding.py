"""Picture files come out as the arrays of their stream, or are refused with a reason."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from csk_ros.recording.picture_decoding import decode, encoding_of, from_bgr
from csk_ros.recording.recording import RecordingError

RAMP = np.arange(48, dtype=np.uint8).reshape(6, 8)


def test_rgb_is_in_order_red_green_blue():
    bgr = np.zeros((2, 3, 3), np.uint8)
    bgr[...] = (10, 20, 200)
    assert_array_equal(from_bgr(bgr, "rgb", "x")[0, 0], (200, 20, 10))


@pytest.mark.parametrize("picture", [RAMP, RAMP[..., None], np.dstack([RAMP] * 4)])
def test_grey_and_transparent_pictures_serve_as_rgb(picture):
    assert_array_equal(from_bgr(picture, "rgb", "x"), np.dstack([RAMP] * 3))


def test_sixteen_bit_rgb_is_read_over_its_full_range():
    # From black to white: 65535 is 255, and 257 one level. Halves are rounded.
    stored = np.array([[0, 128, 129, 257, 385, 386], [0x8080, 0xAB12, 0xABAB, 65406, 65407, 65535]])
    eight = np.array([[0, 0, 1, 1, 1, 2], [0x80, 170, 0xAB, 254, 255, 255]])
    assert_array_equal(from_bgr(stored.astype(np.uint16), "rgb", "x"), np.dstack([eight] * 3))


def test_every_level_of_eight_bits_survives_sixteen():
    levels = np.arange(256, dtype=np.uint16)[None]
    assert_array_equal(from_bgr(levels * 257, "rgb", "x")[..., 0], levels)


def test_sixteen_bit_thermal_is_kept_through_a_png_file():
    counts = (np.arange(48, dtype=np.uint16) * 1000 + 7).reshape(6, 8)
    data = cv2.imencode(".png", counts)[1]
    decoded = from_bgr(decode(data, "x"), "thermal", "x")
    assert decoded.dtype == np.uint16
    assert_array_equal(decoded, counts)
    assert encoding_of(decoded) == "mono16"


def test_grey_saved_as_a_colour_jpg_serves_as_thermal():
    smooth = cv2.GaussianBlur(np.tile(np.arange(64, dtype=np.uint8) * 4, (32, 1)), (9, 9), 0)
    data = cv2.imencode(".jpg", np.dstack([smooth] * 3))[1]
    decoded = from_bgr(decode(data, "x"), "thermal", "x")
    assert decoded.shape == smooth.shape
    assert np.abs(decoded.astype(int) - smooth).max() <= 4


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_false_colours_are_refused_as_thermal(dtype):
    colours = cv2.applyColorMap(RAMP, cv2.COLORMAP_JET)
    # Of floats, colours lie from 0 to 1.
    scaled = colours / np.float32(255) if dtype is np.float32 else colours.astype(dtype)
    with pytest.raises(RecordingError, match="false colours"):
        from_bgr(scaled, "thermal", "x")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_three_equal_channels_serve_as_thermal(dtype):
    grey = RAMP.astype(dtype)
    if dtype is np.float32:
        grey[0, 0] = np.nan
    decoded = from_bgr(np.dstack([grey] * 3), "thermal", "x")
    assert decoded.dtype == dtype
    assert_array_equal(decoded, grey)


@pytest.mark.parametrize("stream", ["thermal", "labels"])
def test_values_that_may_lie_in_an_alpha_channel_are_refused(stream):
    black = np.zeros_like(RAMP)
    with pytest.raises(RecordingError, match="without transparency, got an alpha channel that may hold"):
        from_bgr(np.dstack([black, black, black, RAMP]), stream, "x")
    opaque = np.dstack([RAMP, RAMP, RAMP, np.full_like(RAMP, 255)])
    assert_array_equal(from_bgr(opaque, stream, "x"), RAMP)


def test_colours_are_read_as_stored_beside_an_alpha_channel():
    bgra = np.dstack([RAMP, RAMP + 1, RAMP + 2, RAMP])
    assert_array_equal(from_bgr(bgra, "rgb", "x"), bgra[..., 2::-1])
    bgra[..., :3] = 0
    with pytest.raises(RecordingError, match="one colour all over and a picture in the alpha channel"):
        from_bgr(bgra, "rgb", "x")
    bgra[..., 3] = 255
    assert not from_bgr(bgra, "rgb", "x").any()


def test_a_tiff_file_with_transparency_is_refused():
    # OpenCV would multiply the colours with it.
    rgba = np.dstack([RAMP, RAMP + 1, RAMP + 2, RAMP * 5])

    def as_tiff(picture):
        file = BytesIO()
        Image.fromarray(picture).save(file, "TIFF")
        return np.frombuffer(file.getvalue(), np.uint8)

    with pytest.raises(RecordingError, match="expected a TIFF file without transparency; save it as PNG"):
        decode(as_tiff(rgba), "x")
    rgba[..., 3] = 255
    assert_array_equal(from_bgr(decode(as_tiff(rgba), "x"), "rgb", "x"), rgba[..., :3])


def test_coloured_and_sixteen_bit_labels_are_refused():
    coloured = np.dstack([RAMP * 0, RAMP * 0, RAMP * 0 + 1])
    with pytest.raises(
        RecordingError, match=r"one grey channel, got colours, such as \[1, 0, 0\].*label_colours"
    ):
        from_bgr(coloured, "labels", "x")
    with pytest.raises(RecordingError, match="8-bit class ids"):
        from_bgr(RAMP.astype(np.uint16), "labels", "x")


def test_labels_are_exact():
    data = cv2.imencode(".png", RAMP)[1]
    assert_array_equal(from_bgr(decode(data, "x"), "labels", "x"), RAMP)


@pytest.mark.parametrize("data", [b"", b"not a picture at all"])
def test_bytes_that_are_no_picture_are_named(data):
    with pytest.raises(RecordingError, match=r"some/file\.png: expected a jpg, png, bmp or tiff"):
        decode(np.frombuffer(data, np.uint8), "some/file.png")


def test_types_without_an_encoding_are_refused():
    with pytest.raises(RecordingError, match="float64"):
        from_bgr(RAMP.astype(np.float64), "thermal", "x")
    with pytest.raises(RecordingError, match="float32"):
        from_bgr(np.zeros((2, 2, 3), np.float32), "rgb", "x")

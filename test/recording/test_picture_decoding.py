"""Picture files come out as the arrays of their stream, or are refused with a reason."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal

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


def test_sixteen_bit_rgb_keeps_its_upper_bits():
    picture = np.full((2, 2, 3), 0xAB12, np.uint16)
    assert_array_equal(from_bgr(picture, "rgb", "x"), np.full((2, 2, 3), 0xAB, np.uint8))


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


def test_false_colours_are_refused_as_thermal():
    with pytest.raises(RecordingError, match="false colours"):
        from_bgr(cv2.applyColorMap(RAMP, cv2.COLORMAP_JET), "thermal", "x")


def test_coloured_and_sixteen_bit_labels_are_refused():
    coloured = np.dstack([RAMP, RAMP, RAMP + 1])
    with pytest.raises(RecordingError, match="one grey channel"):
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

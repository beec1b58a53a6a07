"""Pictures of any size can be resized, whatever OpenCV there is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.resizing import resize, resize_smoothly


def test_pixels_are_interpolated_or_averaged():
    row = np.array([[0, 100]], np.uint8)
    assert resize(row, (1, 4), cv2.INTER_LINEAR).tolist() == [[0, 25, 75, 100]]
    assert resize(row, (1, 1), cv2.INTER_AREA).tolist() == [[50]]


@pytest.mark.parametrize("pixel", [np.uint8(7), np.float32(0.25), np.array([1, 2, 3], np.uint8)])
def test_a_single_pixel_fills_the_picture(pixel):
    picture = resize(np.array([[pixel]]), (2, 3), cv2.INTER_LINEAR)
    assert picture.dtype == pixel.dtype
    assert picture.flags.writeable
    assert picture.tolist() == [[pixel.tolist()] * 3] * 2


def test_a_picture_that_fits_is_handed_through():
    rgb = np.zeros((4, 6, 3), np.uint8)
    assert resize_smoothly(rgb, (4, 6)) is rgb


def test_shrinking_averages():
    rgb = np.zeros((4, 4, 3), np.uint8)
    rgb[:2, :2, 0] = [[0, 40], [80, 120]]
    rgb[2:, 2:, 2] = 200
    small = resize_smoothly(rgb, (2, 2))
    assert small[0, 0].tolist() == [60, 0, 0]
    assert small[1, 1].tolist() == [0, 0, 200]
    assert small.dtype == np.uint8


@pytest.mark.parametrize("height", [120, 480])
def test_a_line_of_one_pixel_survives_shrinking(height):
    rgb = np.zeros((480, 640, 3), np.uint8)
    rgb[:, 321] = 255
    assert resize_smoothly(rgb, (height, 160))[:, 80].mean() == pytest.approx(255 / 4, abs=1)


def test_growing_interpolates():
    rgb = np.zeros((1, 2, 3), np.uint8)
    rgb[0, 1] = 100
    assert resize_smoothly(rgb, (1, 4))[0, :, 0].tolist() == [0, 25, 75, 100]


@pytest.mark.parametrize("shape", [(512, 640), (60, 80), (480, 320), (120, 1280), (1, 1)])
def test_any_size_keeps_colours(shape):
    rgb = np.full((480, 640, 3), (10, 120, 250), np.uint8)
    resized = resize_smoothly(rgb, shape)
    assert resized.shape == (*shape, 3)
    assert (resized == (10, 120, 250)).all()

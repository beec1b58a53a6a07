"""Pictures of any size can be resized, whatever OpenCV there is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.resizing import resize


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

"""Pictures in grey."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.moment import Moment, sizes


def test_thermal_pixels_that_are_no_measurements_do_not_count():
    thermal = np.linspace(280, 300, 4000, dtype=np.float32).reshape(50, 80)
    thermal[10, 10], thermal[20, 20], thermal[30, 30] = np.nan, np.inf, -1e9
    grey = Moment(1, np.zeros((50, 80, 3), np.uint8), thermal).grey()[1]
    assert grey.dtype == np.float32
    assert (grey.min(), grey.max()) == pytest.approx((280.1, 299.9), abs=0.05)
    assert grey[10, 10] == grey[30, 30] == grey.min()
    assert grey[20, 20] == grey.max()
    assert grey[25, 5] == thermal[25, 5]


def test_rgb_is_its_luminance():
    rgb = np.zeros((4, 4, 3), np.uint8)
    rgb[..., 1] = 100
    assert Moment(1, rgb, np.zeros((4, 4), np.uint8)).grey()[0] == pytest.approx(59, abs=1)


def test_sizes_are_width_and_height():
    moment = Moment(1, np.zeros((4, 6, 3), np.uint8), np.zeros((2, 3), np.uint16))
    assert sizes([moment, moment]) == ((6, 4), (3, 2))

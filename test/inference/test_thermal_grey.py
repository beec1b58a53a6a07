"""Thermal pictures as people see them."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.inference.thermal_grey import thermal_to_grey
from csk_ros.thermal.running_limits import Limits


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_thermal_grey_rises_with_temperature_from_black_to_white(dtype: type):
    thermal = np.arange(200, dtype=dtype).reshape(10, 20)
    grey = thermal_to_grey(thermal)
    assert grey.dtype == np.uint8
    assert grey.shape == (10, 20)
    assert grey.ravel()[0] == 0
    assert grey.ravel()[-1] == 255
    assert np.all(np.diff(grey.ravel().astype(int)) >= 0)


def test_limits_become_black_and_white():
    grey = thermal_to_grey(np.array([[10, 40, 60, 90]], np.uint8), Limits(40, 60))
    assert grey.tolist() == [[0, 0, 255, 255]]

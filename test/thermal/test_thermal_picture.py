"""What is left of a thermal camera's numbers when all that is no picture is gone."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.stream.telemetry import Telemetry
from csk_ros.thermal.thermal_format import FORMATS
from csk_ros.thermal.thermal_picture import NoSceneError, clean
from csk_ros.thermal.thermal_settings import ThermalSettings

COUNTS = FORMATS["counts"]


def test_a_picture_with_nothing_to_clean_is_the_very_same():
    raw = np.array([[7, 8], [9, 10]], np.uint16)
    assert clean(raw, ThermalSettings()).numbers is raw


def test_bits_above_the_used_ones_go():
    raw = np.array([[0xC001, 0x3FFF, 0x4000, 0x0ABC]], np.uint16)
    picture = clean(raw, ThermalSettings(COUNTS, bits=14))
    assert picture.numbers.tolist() == [[0x0001, 0x3FFF, 0x0000, 0x0ABC]]
    assert picture.measured(picture.numbers[0]).tolist() == [0x0001, 0x0ABC]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (np.array([0, 1, 65534, 65535], np.uint16), [1, 65534]),
        (np.array([0, 255], np.uint8), [0, 255]),
        (np.array([np.nan, -1.5, np.inf, 2.5, -np.inf], np.float32), [-1.5, 2.5]),
    ],
)
def test_dead_and_saturated_pixels_are_no_measurements(raw, expected):
    picture = clean(raw[None], ThermalSettings())
    assert picture.measured(picture.numbers[0]).tolist() == expected


def test_telemetry_becomes_the_scenes_row_next_to_it():
    raw = np.arange(10, dtype=np.uint16).reshape(5, 2)
    picture = clean(raw, ThermalSettings(COUNTS, telemetry=Telemetry(1, 2)))
    assert picture.rows == slice(1, 3)
    assert picture.numbers.tolist() == [[2, 3], [2, 3], [4, 5], [4, 5], [4, 5]]
    assert raw[0].tolist() == [0, 1], "what the camera sent stays as it is"


def test_a_picture_of_telemetry_alone_is_refused():
    with pytest.raises(NoSceneError, match="2 at the top and 3 at the bottom; it has 5"):
        clean(np.zeros((5, 4), np.uint8), ThermalSettings(telemetry=Telemetry(2, 3)))


@pytest.mark.parametrize(
    ("raw", "bits", "expected"),
    [
        (np.array([[0, 100, 255]], np.uint8), 16, [[255, 155, 0]]),
        (np.array([[0, 100, 65535]], np.uint16), 16, [[65535, 65435, 0]]),
        (np.array([[0, 100, 16383]], np.uint16), 14, [[16383, 16283, 0]]),
        (np.array([[-1.0, 2.0]], np.float32), 16, [[1.0, -2.0]]),
    ],
)
def test_black_hot_is_turned_round(raw, bits, expected):
    assert clean(raw, ThermalSettings(bits=bits, black_hot=True)).numbers.tolist() == expected

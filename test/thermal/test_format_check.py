"""What is said when pictures contradict the format that was declared."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.thermal.format_check import disagreement
from csk_ros.thermal.thermal_format import FORMATS


def numbers(low, high, dtype):
    return np.linspace(low, high, 101).astype(dtype)


@pytest.mark.parametrize(
    ("name", "measured"),
    [
        ("agc8", numbers(0, 255, np.uint8)),
        ("counts", numbers(7000, 9000, np.uint16)),
        ("counts", numbers(29000, 31000, np.uint16)),
        ("centikelvin", numbers(29000, 31000, np.uint16)),
        ("optris", numbers(1100, 1400, np.uint16)),
        ("celsius32", numbers(-10, 40, np.float32)),
        ("kelvin32", numbers(260, 310, np.float32)),
    ],
)
def test_pictures_that_can_be_of_the_format_are_no_news(name, measured):
    assert disagreement(FORMATS[name], measured) is None


def test_sixteen_bits_under_agc8_are_told_with_the_formats_that_they_could_be_of():
    assert disagreement(FORMATS["agc8"], numbers(29000, 31000, np.uint16)) == (
        "expected uint8 of thermal.format agc8, got uint16 from 29000 to 31000; set thermal.format to what "
        "the camera sends, these numbers could be counts, centikelvin (16.9 to 36.9 degrees Celsius), 10mK "
        "(16.9 to 36.9 degrees Celsius)"
    )


def test_temperatures_that_no_scene_has_are_told():
    assert disagreement(FORMATS["centikelvin"], numbers(7000, 9000, np.uint16)) == (
        "expected temperatures of thermal.format centikelvin, but the middle of uint16 from 7000 to 9000 is "
        "-193.1 degrees Celsius; set thermal.format to what the camera sends, these numbers could be counts"
    )
    told = disagreement(FORMATS["celsius32"], numbers(290, 310, np.float32))
    assert told is not None
    assert "could be kelvin32 (16.9 to 36.9 degrees Celsius)" in told

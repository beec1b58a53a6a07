"""How far a homography lies from the resize is told in thermal pixels."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.homography import about_centre, resize_between
from csk_ros.register.resize_difference import resize_difference_lines

RGB, THERMAL = (1280, 960), (641, 513)


def lines(change):
    return resize_difference_lines(change @ resize_between(RGB, THERMAL), RGB, THERMAL)


def moved(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def test_the_mean_and_the_worst_place():
    # 1 % of the distance from the centre; the corners are 320 and 256 pixels away.
    (line,) = lines(about_centre(THERMAL, np.diag([1.01, 1.01, 1])))
    assert line == "it differs from the plain resize by 2.47 pixels on the average, 4.10 at worst"


@pytest.mark.parametrize(
    ("pixels", "needless"),
    [((0, 0), True), ((1.2, -1.5), True), ((1.2, -1.7), False), ((9, 0), False)],
)
def test_below_two_pixels_none_is_as_good(pixels, needless):
    first, *rest = lines(moved(*pixels))
    off = f"{np.hypot(*pixels):.2f}"
    assert first == f"it differs from the plain resize by {off} pixels on the average, {off} at worst"
    assert rest == ["less than 2 pixels anywhere: registration.mode none is as good"] * needless

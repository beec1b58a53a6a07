"""Pixels that were moved by hand."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.evaluation.degradation.displacement import rotate, shift, zoom

RAMP = np.repeat(np.array([[0, 10, 20, 30, 40]] * 5, np.uint8)[..., None], 3, axis=2)
NOISE = np.random.default_rng(0).integers(0, 256, (21, 21, 3)).astype(np.uint8)


@pytest.mark.parametrize(("pixels", "row"), [(0, [0, 10, 20, 30, 40]), (2, [20, 10, 0, 10, 20])])
def test_a_shift_moves_to_the_right_and_mirrors_what_comes_in(pixels, row):
    shifted = shift(RAMP, pixels)
    assert shifted.dtype == np.uint8
    assert shifted[..., 0].tolist() == [row] * 5


def test_a_zoom_of_two_shows_the_middle_half():
    assert zoom(RAMP, 2.0)[..., 1].tolist() == [[10, 15, 20, 25, 30]] * 5


def test_a_zoom_of_two_is_the_same_in_height():
    upright = np.ascontiguousarray(RAMP.transpose(1, 0, 2))
    np.testing.assert_array_equal(zoom(upright, 2.0), zoom(RAMP, 2.0).transpose(1, 0, 2))


def test_a_quarter_turn_is_counter_clockwise_about_the_middle():
    np.testing.assert_array_equal(rotate(NOISE, 90.0), np.rot90(NOISE))


def test_a_small_turn_lifts_what_is_right_of_the_middle():
    picture = np.zeros((101, 201, 3), np.uint8)
    picture[48:53, 158:163] = 240
    rows, columns = np.nonzero(rotate(picture, 10.0)[..., 0] > 120)
    # 60 pixels right of the middle (100, 50).
    assert columns.mean() - 100 == pytest.approx(60 * np.cos(np.radians(10)), abs=0.2)
    assert rows.mean() - 50 == pytest.approx(-60 * np.sin(np.radians(10)), abs=0.2)


@pytest.mark.parametrize("nothing", [lambda p: shift(p, 0), lambda p: zoom(p, 1.0), lambda p: rotate(p, 0.0)])
def test_no_displacement_changes_nothing(nothing):
    np.testing.assert_array_equal(nothing(NOISE), NOISE)

"""RGB on the thermal grid."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.registration.align_rgb import align_rgb


def test_a_picture_that_fits_is_handed_through():
    rgb = np.zeros((4, 6, 3), np.uint8)
    assert align_rgb(rgb, (4, 6)) is rgb


def test_shrinking_averages():
    rgb = np.zeros((4, 4, 3), np.uint8)
    rgb[:2, :2, 0] = [[0, 40], [80, 120]]
    rgb[2:, 2:, 2] = 200
    small = align_rgb(rgb, (2, 2))
    assert small[0, 0].tolist() == [60, 0, 0]
    assert small[1, 1].tolist() == [0, 0, 200]
    assert small.dtype == np.uint8


def test_a_line_of_one_pixel_survives_shrinking():
    rgb = np.zeros((480, 640, 3), np.uint8)
    rgb[:, 321] = 255
    assert align_rgb(rgb, (120, 160))[:, 80].mean() == pytest.approx(255 / 4, abs=1)


def test_growing_interpolates():
    rgb = np.zeros((1, 2, 3), np.uint8)
    rgb[0, 1] = 100
    assert align_rgb(rgb, (1, 4))[0, :, 0].tolist() == [0, 25, 75, 100]


@pytest.mark.parametrize("shape", [(512, 640), (60, 80), (480, 320), (120, 1280), (1, 1)])
def test_any_grid_keeps_colours(shape):
    rgb = np.full((480, 640, 3), (10, 120, 250), np.uint8)
    aligned = align_rgb(rgb, shape)
    assert aligned.shape == (*shape, 3)
    assert (aligned == (10, 120, 250)).all()

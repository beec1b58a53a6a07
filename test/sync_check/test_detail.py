"""Detail is what both spectra show alike, whatever brightness and contrast they show it with."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.sync_check.detail import detail, reduced
from support.swung_rig import SHAPE, wall

SCENE = 110 + 30 * wall(5)[:480, :640]


def test_a_picture_is_averaged_to_160_by_120():
    picture = reduced(SCENE.astype(np.float32))
    assert picture.shape == SHAPE
    assert picture[3, 5] == pytest.approx(SCENE[12:16, 20:24].mean(), rel=1e-5)


def test_faint_contrast_between_two_levels_stays():
    image = np.full((480, 640), 7, np.uint8)
    image[:, ::4] = 8
    assert reduced(image) == pytest.approx(7.25)


def test_colours_become_grey():
    image = np.zeros((240, 320, 3), np.uint8)
    image[..., 1] = 100
    assert reduced(image) == pytest.approx(59)


def test_brightness_and_gain_do_not_matter():
    picture = reduced(SCENE.astype(np.float32))
    np.testing.assert_allclose(detail(3 * picture + 1000), detail(picture), atol=2e-3)


def test_pixels_without_a_value_are_the_darkest():
    image = SCENE.astype(np.float32)
    image[0, 0] = np.nan
    image[5, 5] = image.min(where=np.isfinite(image), initial=1e9) - 10
    assert reduced(image)[0, 0] < SCENE[:4, :4].mean()
    assert np.isfinite(reduced(np.full(SHAPE, np.nan, np.float32))).all()


def test_a_picture_of_one_value_shows_nothing():
    assert detail(np.full(SHAPE, 90, np.float32)) is None

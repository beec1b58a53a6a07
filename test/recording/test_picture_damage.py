from __future__ import annotations

import numpy as np
import pytest

from csk_ros.recording.picture_damage import blur, cover, cover_part, darken, fog, glare

EVERY_VALUE = np.arange(256, dtype=np.uint8).reshape(16, 16)
COLOUR = np.stack([EVERY_VALUE, EVERY_VALUE[::-1], EVERY_VALUE.T], axis=2)


@pytest.mark.parametrize("factor", [0.0, 0.03, 0.5, 1.0])
def test_darkness_scales_every_value(factor):
    darkened = darken(COLOUR, factor)
    assert darkened.dtype == np.dtype(np.uint8)
    np.testing.assert_array_equal(darkened, np.rint(COLOUR * factor))


def test_a_cover_is_grey_of_its_level_with_the_noise_of_a_sensor():
    covered = cover(np.zeros((48, 64, 3), np.uint8), 4, seed=7)
    assert covered.shape == (48, 64, 3)
    assert np.unique(covered).tolist() == [3, 4, 5]
    assert np.ptp(covered, axis=2).max() == 0
    assert abs(covered.mean() - 4) < 0.1
    np.testing.assert_array_equal(covered, cover(COLOUR[:1].repeat(48, 0).repeat(4, 1), 4, seed=7))
    assert (covered != cover(np.zeros((48, 64, 3), np.uint8), 4, seed=8)).any()


@pytest.mark.parametrize(("level", "values"), [(0, [0, 1]), (255, [254, 255])])
def test_a_cover_stays_within_8_bits(level, values):
    assert np.unique(cover(COLOUR, level, seed=0)).tolist() == values


def test_full_glare_blinds_all_but_the_corners():
    blinded = glare(np.zeros((48, 64, 3), np.uint8), 1.0)
    assert blinded[24, 32].tolist() == [255] * 3
    # The centre of a corner's pixel is hypot(23.5, 31.5) from the middle of a picture 80 across.
    assert blinded[0, 0].tolist() == [round(408 * np.exp(-2 * (23.5**2 + 31.5**2) / 80**2))] * 3
    assert (blinded == 255).mean() > 0.9


def test_a_veil_adds_light_and_stops_at_white():
    veiled = glare(np.array([[[0, 100, 200]]], np.uint8), 0.25)
    assert veiled.tolist() == [[[102, 202, 255]]]


def test_no_glare_changes_nothing():
    np.testing.assert_array_equal(glare(COLOUR, 0.0), COLOUR)


def test_a_cover_over_a_part_leaves_the_other_columns_alone():
    covered = cover_part(COLOUR, 0.25, 100, seed=3)
    np.testing.assert_array_equal(covered[:, :4], cover(COLOUR[:, :4], 100, seed=3))
    np.testing.assert_array_equal(covered[:, 4:], COLOUR[:, 4:])
    np.testing.assert_array_equal(cover_part(COLOUR, 0.0, 100, seed=3), COLOUR)
    np.testing.assert_array_equal(cover_part(COLOUR, 1.0, 100, seed=3), cover(COLOUR, 100, seed=3))


@pytest.mark.parametrize("sigma", [0.8, 1.0, 2.5])
def test_blur_spreads_a_point_as_a_gaussian_does(sigma):
    point = np.zeros((41, 41, 3), np.uint8)
    point[20, 20] = 255, 100, 0
    weights = np.exp(-((np.arange(41) - 20) ** 2) / (2 * sigma**2))
    weights /= weights.sum()
    expected = np.outer(weights, weights)[..., None] * [255, 100, 0]
    np.testing.assert_allclose(blur(point, sigma), expected, atol=1.0)


def test_blur_leaves_one_colour_as_it_is():
    plain = np.full((30, 40, 3), (10, 120, 255), np.uint8)
    np.testing.assert_array_equal(blur(plain, 4.0), plain)


@pytest.mark.parametrize(
    ("density", "values"),
    [(0.0, [0, 100, 255]), (0.5, [50, 100, 178]), (0.9, [90, 100, 116]), (1.0, [100] * 3)],
)
def test_fog_draws_every_value_towards_its_grey(density, values):
    assert fog(np.array([[[0, 100, 255]]], np.uint8), density, 100).tolist() == [[values]]

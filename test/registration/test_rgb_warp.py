"""Colour pictures on the thermal grid."""

from __future__ import annotations

import numpy as np

from csk_ros.registration.rgb_map import map_by_homography
from csk_ros.registration.rgb_warp import RgbWarp

NOTHING = (127.0, 126.0, 125.0)


def picture(height=48, width=64):
    rows, columns = np.indices((height, width))
    return np.stack([columns * 2, rows * 3, (rows + columns) % 200], axis=-1).astype(np.uint8)


def warp(homography, rgb, shape=(48, 64)):
    return RgbWarp(map_by_homography(np.array(homography, float), shape), rgb.shape[:2], NOTHING)(rgb)


def test_whole_steps_move_whole_pixels_and_what_is_not_seen_has_no_colour():
    rgb = picture()
    warped = warp([[1, 0, 5], [0, 1, -7], [0, 0, 1]], rgb)
    assert np.array_equal(warped[:41, 5:], rgb[7:, :59])
    assert (warped[:, :5] == NOTHING).all()
    assert (warped[41:] == NOTHING).all()


def test_half_a_step_is_the_middle_of_two_pixels():
    rgb = picture()
    warped = warp([[1, 0, 0.5], [0, 1, 0], [0, 0, 1]], rgb)
    expected = (rgb[:, :-1, :2].astype(int) + rgb[:, 1:, :2]) / 2
    assert np.abs(warped[:, 1:, :2] - expected).max() <= 1


def test_a_much_larger_picture_is_averaged_and_not_skipped():
    rgb = np.zeros((4 * 48, 4 * 64, 3), np.uint8)
    rgb[:, ::4] = 200
    scale = 0.25
    middle = (scale - 1) / 2
    warped = warp([[scale, 0, middle], [0, scale, middle], [0, 0, 1]], rgb)
    assert np.abs(warped.astype(int) - 50).max() <= 1


def test_a_picture_that_shows_nothing_of_the_scene_has_no_colour_at_all():
    assert (warp([[1, 0, 500], [0, 1, 0], [0, 0, 1]], picture()) == NOTHING).all()

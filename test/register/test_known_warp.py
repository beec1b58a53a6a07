"""Warps that are known."""

from __future__ import annotations

import numpy as np

from csk_ros.register.homography import displacements, grid_points
from csk_ros.register.known_warp import random_warp, warped


def test_warps_are_as_large_as_said():
    random = np.random.default_rng(0)
    moved = [
        displacements(np.eye(3), random_warp(random, (640, 480)), grid_points((640, 480))).mean()
        for _ in range(200)
    ]
    assert 25 < np.median(moved) < 45
    assert 50 < max(moved) < 80


def test_a_warp_says_where_the_new_pictures_pixels_come_from(street):
    warp = np.array([[1, 0, 8], [0, 1, -4], [0, 0, 1.0]])
    moment = warped(street[0], warp)
    assert (moment.rgb[10:, :-8] == street[0].rgb[6:-4, 8:]).all()
    # What lies outside is continued.
    assert (moment.rgb[10:, -8:] == street[0].rgb[6:-4, -1:]).all()
    assert moment.thermal is street[0].thermal
    assert moment.stamp == street[0].stamp

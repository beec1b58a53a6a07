"""Known homographies are found by the pictures alone."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from csk_ros.register.estimate import estimate
from csk_ros.register.homography import (
    about_centre,
    displacements,
    grid_points,
    resize_between,
)
from csk_ros.register.known_warp import random_warp, warped

SIZE = (640, 480)


def error(moments, truth, size=SIZE):
    found = estimate([moment.grey() for moment in moments]).homography
    assert found[2, 2] == 1
    return displacements(truth, found, grid_points(size)).mean()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_warp_is_found_to_a_pixel(street, seed):
    warp = random_warp(np.random.default_rng(seed), SIZE)
    assert displacements(np.eye(3), warp, grid_points(SIZE)).mean() > 20
    assert error([warped(moment, warp) for moment in street], warp) < 0.6


def test_cold_things_may_be_bright(street):
    mirrored = [replace(moment, thermal=(255 - moment.thermal).astype(np.uint16) * 17) for moment in street]
    assert error(mirrored[:6], np.eye(3)) < 0.4


def test_a_thermal_lens_that_sees_half_the_width(street):
    def narrow(moment):
        return replace(moment, thermal=cv2.resize(moment.thermal[96:384, 128:512], (640, 480)))

    middle = resize_between((384, 288), SIZE) @ np.array([[1, 0, -128], [0, 1, -96], [0, 0, 1.0]])
    assert error([narrow(moment) for moment in street], middle) < 1.0


def test_pictures_of_other_sizes_and_proportions(street):
    def other(moment):
        rgb = cv2.resize(moment.rgb[60:420], (1280, 720))
        return replace(moment, rgb=rgb, thermal=cv2.resize(moment.thermal, (160, 120)))

    cut = np.array([[1, 0, 0], [0, 1, 60], [0, 0, 1.0]])
    truth = resize_between(SIZE, (160, 120)) @ cut @ resize_between((1280, 720), (640, 360))
    assert error([other(moment) for moment in street[:6]], truth, (160, 120)) < 0.4


def test_a_stretched_picture(street):
    stretched = [replace(moment, thermal=cv2.resize(moment.thermal, (640, 512))) for moment in street[:6]]
    assert error(stretched, resize_between(SIZE, (640, 512)), (640, 512)) < 0.8


def test_few_pictures_do_not_bend_what_is_straight(street):
    turn = about_centre(SIZE, np.array([[1.02, -0.03, 9], [0.03, 1.02, 5], [0, 0, 1.0]]))
    assert error([warped(street[0], turn)], turn) < 0.8
    assert estimate([street[0].grey()]).model == "similarity"

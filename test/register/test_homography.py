"""Homographies between pixel grids."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.register.homography import (
    about_centre,
    corners_and_centre,
    displacements,
    implausibility,
    normalised,
    project,
    resize_between,
)

RGB, THERMAL = (1280, 960), (640, 512)


def test_a_resize_is_opencvs():
    wide = np.tile(np.arange(80, dtype=np.float32), (60, 1))
    small = cv2.resize(wide, (40, 20), interpolation=cv2.INTER_AREA)
    x, y = project(np.linalg.inv(resize_between((80, 60), (40, 20))), np.array([[7.0, 3.0]]))[0]
    assert small[3, 7] == pytest.approx(x) == 14.5
    assert y == 10.0


def test_a_turn_about_the_centre_leaves_the_centre():
    quarter = about_centre((5, 3), np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1.0]]))
    assert project(quarter, np.array([[2.0, 1.0], [3.0, 1.0]])) == pytest.approx(
        np.array([[2.0, 1.0], [2.0, 2.0]])
    )


def test_displacement_is_told_in_thermal_pixels():
    first = resize_between(RGB, THERMAL)
    second = np.array([[1, 0, 3.0], [0, 1, -4.0], [0, 0, 1]]) @ first
    assert displacements(first, 7 * second, corners_and_centre(THERMAL)) == pytest.approx(np.full(5, 5.0))


def test_corners_and_centre():
    assert corners_and_centre((5, 3)).tolist() == [[0, 0], [4, 0], [2, 1], [0, 2], [4, 2]]


def test_scaling_makes_the_last_number_1():
    assert normalised(np.diag([2.0, 4.0, -2.0])).tolist() == np.diag([-1.0, -2.0, 1.0]).tolist()


def turned(degrees, scale=1.0):
    cos, sin = scale * np.cos(np.deg2rad(degrees)), scale * np.sin(np.deg2rad(degrees))
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])


@pytest.mark.parametrize("change", [np.eye(3), turned(40), turned(0, 2.1), turned(0, 0.5), -turned(3)])
def test_what_two_cameras_may_be(change):
    assert implausibility(about_centre(THERMAL, change) @ resize_between(RGB, THERMAL), RGB, THERMAL) == ""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (np.diag([-1.0, 1, 1]), "flips"),
        (np.diag([0.0, 1, 1]), "inverted"),
        (np.full((3, 3), np.nan), "inverted"),
        (turned(50), "45 degrees"),
        (turned(180), "45 degrees"),
        (turned(0, 2.4), "by 2.5"),
        (turned(0, 0.4), "by 0.4"),
        (np.array([[1, 0, 0], [0, 1, 0], [0.01, 0, 1]]), "horizon"),
    ],
)
def test_what_two_cameras_cannot_be(change, complaint):
    homography = about_centre(THERMAL, change) @ resize_between(RGB, THERMAL)
    assert complaint in implausibility(homography, RGB, THERMAL)

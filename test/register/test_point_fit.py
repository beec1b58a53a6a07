"""Homographies through points."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.homography import grid_points, project
from csk_ros.register.point_fit import fit_points
from csk_ros.register.registration_error import RegistrationError

RGB, THERMAL = (1280, 960), (640, 512)
TRUTH = np.array([[0.52, -0.01, -9.5], [0.02, 0.55, -3.25], [1e-5, -2e-5, 1]])


def points(count):
    rgb = np.array(
        [[100, 90], [1200, 130], [1150, 900], [80, 800], [640, 480], [300, 700], [900, 200], [700, 860]]
    )
    return np.hstack([rgb[:count], project(TRUTH, rgb[:count].astype(float))])


@pytest.mark.parametrize("count", [4, 5, 8])
def test_exact_points_give_the_exact_homography(count):
    fit = fit_points(points(count), RGB, THERMAL)
    assert fit.homography == pytest.approx(TRUTH, rel=1e-4, abs=1e-8)
    assert fit.used == count
    assert fit.errors.max() < 1e-3


def test_a_mistake_is_left_out():
    wrong = points(8)
    wrong[3, 2] += 60
    fit = fit_points(wrong, RGB, THERMAL)
    assert fit.homography == pytest.approx(TRUTH, rel=1e-4, abs=1e-8)
    assert fit.used == 7
    assert fit.errors[3] == pytest.approx(60, abs=0.1)


def test_errors_are_distances():
    shaken = points(8)
    shaken[:, 2:] += np.random.default_rng(2).normal(0, 0.5, (8, 2))
    fit = fit_points(shaken, RGB, THERMAL)
    off = project(fit.homography, shaken[:, :2]) - shaken[:, 2:]
    assert fit.errors == pytest.approx(np.hypot(off[:, 0], off[:, 1]))
    assert 0.05 < np.median(fit.errors) < 1


def scattered():
    random = np.random.default_rng(3)
    return np.hstack([random.uniform(0, 900, (10, 2)), random.uniform(0, 500, (10, 2))])


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (points(3), "expected 4 points or more, got 3"),
        (np.hstack([np.outer(range(6), [100, 80])] * 2), "line"),
        (points(4)[:, [2, 3, 0, 1]], "makes no sense for two cameras"),
        (points(4) * [1, 1, -1, 1] + [0, 0, 640, 0], "flips"),
    ],
)
def test_points_that_cannot_be_right_are_refused(given, complaint):
    with pytest.raises(RegistrationError, match=complaint):
        fit_points(given, RGB, THERMAL)


def test_many_mistakes_are_refused():
    grid = grid_points((900, 700), 4, 3)
    wrong = np.hstack([grid, project(TRUTH, grid)])
    wrong[::2, 2:] += np.random.default_rng(4).uniform(20, 60, (6, 2))
    with pytest.raises(RegistrationError, match="of 12 points agree on a homography to 3"):
        fit_points(wrong, RGB, THERMAL)

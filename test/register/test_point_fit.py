"""Homographies through points."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.homography import places, project
from csk_ros.register.point_fit import fit_points
from csk_ros.register.points_file import read_points
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
    grid = places((900, 700), 4, 3)
    wrong = np.hstack([grid, project(TRUTH, grid)])
    wrong[::2, 2:] += np.random.default_rng(4).uniform(20, 60, (6, 2))
    with pytest.raises(RegistrationError, match="of 12 points agree on a homography to 3"):
        fit_points(wrong, RGB, THERMAL)


def test_a_file_of_points(tmp_path):
    file = tmp_path / "points.yaml"
    file.write_text("- [10, 20.5, 3, 4]\n- [1279.5, 0, 639, 511.5]\n", encoding="utf-8")
    assert read_points(file, RGB, THERMAL).tolist() == [[10, 20.5, 3, 4], [1279.5, 0, 639, 511.5]]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("points: 3", r"expected a list of \[rgb_x, rgb_y, thermal_x, thermal_y\]"),
        ("- [1, 2, 3]", "expected a list of"),
        ("- [1, 2, 3, true]", "expected a list of"),
        ("- [1, 2, 3, .nan]", "expected a list of"),
        ("- [", "expected YAML"),
        (
            "- [10, 20, 30, 40]\n- [10, 20, 30, 600]",
            "point 2 lies outside of the thermal picture of 640x512: 30, 600",
        ),
        ("- [-1, 20, 30, 40]", "point 1 lies outside of the rgb picture of 1280x960: -1, 20"),
    ],
)
def test_what_is_no_list_of_points_is_refused(tmp_path, text, complaint):
    file = tmp_path / "points.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegistrationError, match=complaint):
        read_points(file, RGB, THERMAL)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RegistrationError, match=r"nowhere.yaml: cannot be read: No such file"):
        read_points(tmp_path / "nowhere.yaml", RGB, THERMAL)

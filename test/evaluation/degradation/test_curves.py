"""Figures of matrices made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from csk_ros.evaluation.degradation.answers import Answers, Case
from csk_ros.evaluation.degradation.bootstrap import difference_interval
from csk_ros.evaluation.degradation.curves import curves_of
from csk_ros.evaluation.degradation.look import Look
from csk_ros.stream.health import Health


def two_classes(right, wrong):
    """Pixels of class 0 that were answered right, and that were said to be of class 1."""
    return np.array([[right, wrong, 0], [0, 10, 0]], np.int64)


LOOKS = [
    Look(Health.DARK, 1.0, 2.0, 0.0, 5.0),
    Look(Health.DARK, 2.0, 3.0, 0.0, 6.0),
    Look(Health.OK, 30.0, 20.0, 0.5, 7.0),
    Look(Health.FLAT, 90.0, 40.0, 1.0, 0.0),
]
THERMAL = [two_classes(right, 40 - right) for right in (30, 20, 20, 10)]
FUSED = [two_classes(right, 40 - right) for right in (40, 30, 30, 20)]
RGB = [two_classes(10, 30)] * 4


def curves(**changes):
    case = {"severity": None, "fused": FUSED, "rgb": RGB, "looks": LOOKS} | changes
    return curves_of(Answers({"darken": [Case(**case), Case(0.5, THERMAL, RGB, LOOKS)]}, THERMAL))


def test_miou_is_of_all_pictures_as_one():
    found = curves()
    first, second = found.points["darken"]
    # Class 0: right of 160; class 1: 40 of 40 and those that were wrong.
    assert found.thermal == pytest.approx((80 / 160 + 40 / 120) / 2)
    assert first.fused == pytest.approx((120 / 160 + 40 / 80) / 2)
    assert first.rgb == pytest.approx((40 / 160 + 40 / 160) / 2)
    assert first.difference == pytest.approx(first.fused - found.thermal)
    assert (first.severity, second.severity) == (None, 0.5)
    assert (second.fused, second.difference) == (found.thermal, 0)


def test_the_interval_is_that_of_fused_and_thermal():
    first, second = curves().points["darken"]
    assert first.interval == difference_interval(np.stack(FUSED), np.stack(THERMAL))
    assert (first.clearly_better, first.clearly_worse) == (True, False)
    assert second.interval == (0, 0)
    assert (second.clearly_better, second.clearly_worse) == (False, False)
    (worse, _) = curves(fused=RGB).points["darken"]
    assert (worse.clearly_better, worse.clearly_worse) == (False, True)


def test_verdicts_are_shares_and_looks_are_medians():
    (point, _) = curves().points["darken"]
    assert point.called == {Health.DARK: 0.5, Health.FLAT: 0.25}
    assert point.left == 0.75
    assert point.looks == {"mean_grey": 16.0, "dark_level": 11.5, "glare_share": 0.25, "flat_contrast": 5.5}


def test_pictures_that_are_ok_are_called_nothing():
    (point, _) = curves(looks=[LOOKS[2]] * 4).points["darken"]
    assert (point.called, point.left) == ({}, 0)


def test_nothing_labelled_is_no_figure():
    nothing = [np.zeros((2, 3), np.int64)] * 4
    found = curves_of(Answers({"darken": [Case(None, nothing, nothing, LOOKS)]}, nothing))
    (point,) = found.points["darken"]
    figures = (found.thermal, point.fused, point.rgb, point.difference, *point.interval)
    assert all(map(math.isnan, figures))
    assert not point.clearly_better
    assert not point.clearly_worse

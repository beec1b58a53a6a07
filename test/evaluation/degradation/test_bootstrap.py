"""Intervals where the distribution is known."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from csk_ros.evaluation.degradation.bootstrap import difference_interval
from csk_ros.evaluation.metrics.confusion import mean_iou


def pixels(right, wrong):
    """Pictures with so many pixels of the only class, as i64[P, 1, 2]."""
    return np.stack([right, wrong], axis=1)[:, None, :].astype(np.int64)


def varied(seed, pictures=12, classes=3):
    return np.random.default_rng(seed).integers(0, 500, (pictures, classes, classes + 1))


def test_a_mode_does_not_differ_from_itself():
    assert difference_interval(varied(0), varied(0)) == (0.0, 0.0)


def test_pictures_that_are_all_alike_leave_no_doubt():
    first, second = (np.repeat(varied(seed, 1), 9, axis=0) for seed in (1, 2))
    difference = mean_iou(first[0]) - mean_iou(second[0])
    assert difference_interval(first, second) == pytest.approx((difference, difference))


def test_the_interval_is_that_of_a_binomial_distribution():
    """The difference is the share of drawn pictures that the second mode gets wrong: 8 of 40 are there."""
    pictures, share = 40, 0.2
    wrong = np.arange(pictures) < share * pictures
    first, second = pixels(np.ones(pictures), np.zeros(pictures)), pixels(~wrong, wrong)
    chances = [comb(pictures, k) * share**k * (1 - share) ** (pictures - k) for k in range(pictures + 1)]
    below = np.cumsum(chances)
    expected = [int(np.searchsorted(below, q)) / pictures for q in (0.025, 0.975)]
    assert difference_interval(first, second) == pytest.approx(expected, abs=1.01 / pictures)


def test_what_is_hard_for_both_modes_does_not_widen_the_interval():
    hard = np.arange(30) % 2 * 60
    first, second = pixels(100 - hard, hard), pixels(98 - hard, hard + 2)
    low, high = difference_interval(first, second)
    assert low == pytest.approx(0.02)
    assert high == pytest.approx(0.02)


def test_it_is_the_same_every_time_and_turns_with_the_modes():
    low, high = difference_interval(varied(3), varied(4))
    assert low < high
    assert difference_interval(varied(3), varied(4)) == (low, high)
    assert difference_interval(varied(4), varied(3)) == pytest.approx((-high, -low))


def test_a_class_that_is_not_drawn_does_not_count():
    """Of two pictures of one class each, a quarter of the draws is one of them alone."""
    first = np.zeros((2, 2, 3), np.int64)
    first[0, 0, 0] = first[1, 1, 1] = 10
    second = np.zeros((2, 2, 3), np.int64)
    second[0, 0, 2] = second[1, 1, 1] = 10
    assert difference_interval(first, second) == (0.0, 1.0)


def test_nothing_labelled_is_no_interval():
    nothing = np.zeros((3, 2, 3), np.int64)
    assert np.isnan(difference_interval(nothing, nothing)).all()

"""Known warps, found again."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.homography import displacements, places
from csk_ros.register.registration_error import RegistrationError
from csk_ros.register.self_test import Recovery, SelfTest, _random_warp, self_test
from csk_ros.register.self_test_table import self_test_lines


def test_warps_are_as_large_as_said():
    random = np.random.default_rng(0)
    moved = [
        displacements(np.eye(3), _random_warp(random, (640, 480)), places((640, 480))).mean()
        for _ in range(200)
    ]
    assert 25 < np.median(moved) < 45
    assert 50 < max(moved) < 80


def test_errors_are_those_of_the_estimates(street):
    done = []
    test = self_test(street, 4, 2, lambda: done.append(1))
    assert len(done) == len(test.recoveries) == 2
    assert test.reference_moments == 6
    assert test.reference_shift < 0.5
    for recovery in test.recoveries:
        assert recovery.error < 1.5
        assert recovery.plain_error < 1.5
        # Four moments cannot be halved.
        assert recovery.refused
        assert np.isnan(recovery.apart)


def test_too_few_moments_are_an_error(street):
    with pytest.raises(RegistrationError, match="expected 16 moments or more"):
        self_test(street, 8, 1, list)


def test_the_table_tells_refused_ones_apart():
    recoveries = tuple(Recovery(n / 10, n / 5, n / 20, refused=n == 11) for n in range(1, 12))
    lines = self_test_lines(SelfTest(50, 2.5, recoveries), 30)
    assert lines[0] == "  moments each: 30; reference from 50 others, on the average"
    assert lines[1] == "  2.50 pixels from the plain resize"
    assert lines[2] == "  refused: 1 of 11"
    assert [line.split()[-4:] for line in lines[5:]] == [
        ["10", "0.55", "0.91", "1.00"],
        ["11", "0.60", "1.00", "1.10"],
        ["10", "1.10", "1.82", "2.00"],
        ["10", "0.28", "0.46", "0.50"],
    ]
    all_refused = self_test_lines(SelfTest(5, 0.0, recoveries[-1:]), 1)
    assert all_refused[5].split()[-4:] == ["0", "-", "-", "-"]

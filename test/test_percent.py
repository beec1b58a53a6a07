from __future__ import annotations

import doctest

import pytest

from csk_ros import percent as module
from csk_ros.percent import percent


@pytest.mark.parametrize(
    ("part", "whole", "digits", "text"),
    [
        (0, 7, 1, "0.0%"),
        (7, 7, 1, "100.0%"),
        (1, 3, 1, "33.3%"),
        (1, 10_000, 1, "<0.1%"),
        (9_998, 10_000, 1, ">99.9%"),
        (9_994, 10_000, 1, "99.9%"),
        (999, 1_000, 0, ">99%"),
        (1, 1_000, 0, "<1%"),
        (999_999, 1_000_000, 2, ">99.99%"),
    ],
)
def test_all_and_nothing_are_said_only_where_they_are_so(part, whole, digits, text):
    assert percent(part / whole, digits) == text


def test_its_example_is_right():
    assert doctest.testmod(module).failed == 0

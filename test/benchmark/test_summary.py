"""Percentiles of known durations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.benchmark.summary import Summary, summarise


def test_percentiles_of_a_hundred_and_one():
    assert Summary.of([float(number) for number in range(100, -1, -1)]) == Summary(50.0, 95.0, 99.0)


def test_between_two_durations_it_interpolates():
    found = Summary.of([10.0, 20.0])
    assert (found.median, found.p95, found.p99) == pytest.approx((15.0, 19.5, 19.9))


def test_every_stage_has_its_own():
    assert summarise({"infer": [3.0], "total": [5.0]}) == {
        "infer": Summary(3.0, 3.0, 3.0),
        "total": Summary(5.0, 5.0, 5.0),
    }


def test_of_nothing_there_is_no_summary():
    with pytest.raises(ValueError, match="got none"):
        Summary.of([])


@given(st.lists(st.floats(0.0, 1e6), min_size=1))
def test_percentiles_are_in_order_and_in_range(durations):
    found = Summary.of(durations)
    assert min(durations) <= found.median <= found.p95 <= found.p99 <= max(durations)

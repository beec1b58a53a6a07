from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.soak.quarters import first_and_last_quarter


@pytest.mark.parametrize(
    ("series", "first", "last"),
    [
        ([1], [1], [1]),
        ([1, 2, 3], [1], [3]),
        ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2], [7, 8]),
        ([1, 2, 3, 4, 5, 6, 7], [1], [7]),
    ],
)
def test_a_quarter_by_number(series, first, last):
    assert first_and_last_quarter(series) == (first, last)


@given(st.lists(st.integers(), min_size=2))
def test_the_quarters_do_not_overlap(series):
    first, last = first_and_last_quarter(series)
    assert len(first) == len(last) >= 1
    assert len(first) + len(last) <= len(series)
    assert (series[: len(first)], series[len(series) - len(last) :]) == (first, last)


def test_nothing_has_no_quarters():
    with pytest.raises(ValueError, match="an empty series"):
        first_and_last_quarter([])

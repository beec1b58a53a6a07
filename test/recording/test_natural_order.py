"""Numbers in names count by their value."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.recording.natural_order import natural_order


@pytest.mark.parametrize(
    "names",
    [
        ["1", "2", "10"],
        ["frame_2", "frame_10", "frame_10b", "frame_11"],
        ["00001D", "00002N", "10"],
        ["a", "a1", "a1b2", "a1b10"],
        # A digit that is no decimal one is a letter.
        ["1", "2", "x²"],
    ],
)
def test_names_come_as_people_count_them(names):
    for mixed in permutations(names):
        assert sorted(mixed, key=natural_order) == names


@given(st.lists(st.integers(0), unique=True), st.text(max_size=3).filter(str.isalpha))
def test_numbered_names_come_in_order_of_their_numbers(numbers, prefix):
    found = sorted((f"{prefix}{number}" for number in numbers), key=natural_order)
    assert found == [f"{prefix}{number}" for number in sorted(numbers)]

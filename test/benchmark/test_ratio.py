"""Ratios of known rounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.benchmark.ratio import Ratio

DURATIONS = st.floats(0.1, 1e4)
ROUNDS = st.lists(st.tuples(st.lists(DURATIONS, min_size=1), st.lists(DURATIONS, min_size=1)), min_size=1)


def test_each_round_gives_the_ratio_of_its_medians():
    # 0.5, 1, 1.5, 2, 2.5
    first = [[2.0, 1.0, 99.0], [2.0, 2.0], [3.0], [1.0, 7.0], [5.0]]
    second = [[4.0], [1.0, 3.0], [2.0], [2.0], [2.0]]
    assert Ratio.of(first, second) == Ratio(1.5, 1.0, 2.0)


def test_the_other_way_round_quartiles_change_places():
    assert Ratio(2.0, 1.25, 4.0).inverse == Ratio(0.5, 0.25, 0.8)


@given(ROUNDS, st.lists(st.floats(0.1, 100.0), min_size=30, max_size=30))
def test_what_slows_both_down_cancels(rounds, slowness):
    first, second = ([list(r[side]) for r in rounds[:30]] for side in (0, 1))
    slow = [
        [[value * factor for value in found] for found, factor in zip(side, slowness, strict=False)]
        for side in (first, second)
    ]
    found, wanted = Ratio.of(*slow), Ratio.of(first, second)
    assert (found.lower, found.median, found.upper) == pytest.approx(
        (wanted.lower, wanted.median, wanted.upper)
    )


@pytest.mark.parametrize(("first", "second"), [([], []), ([[1.0]], []), ([[1.0]], [[]])])
def test_rounds_have_to_be_of_both(first, second):
    with pytest.raises(ValueError, match="expected rounds with durations"):
        Ratio.of(first, second)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.soak.theil_sen import MOST, theil_sen


def test_the_median_of_the_slopes_of_all_pairs():
    # Pairs: 1 - 0 over 1, 6 - 0 over 2, 6 - 1 over 1: slopes 1, 3, 5.
    assert theil_sen([0, 1, 2], [0, 1, 6]) == 3


@given(
    slope=st.floats(-100, 100),
    level=st.floats(-1000, 1000),
    count=st.integers(2, 60),
)
def test_a_line_has_its_slope(slope, level, count):
    x = np.arange(count) / 7
    assert theil_sen(x, level + slope * x) == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("count", [40, 3 * MOST + 17])
def test_outliers_do_not_bend_it(count):
    x = np.linspace(0, 10, count)
    random = np.random.default_rng(1)
    y = 2.5 * x + random.normal(0, 0.05, count)
    y[random.choice(count, count // 5, replace=False)] += 1000
    assert theil_sen(x, y) == pytest.approx(2.5, abs=0.1)
    least_squares = np.polyfit(x, y, 1)[0]
    assert abs(least_squares - 2.5) > 1


def test_points_of_the_same_x_say_nothing():
    assert theil_sen([0, 0, 1], [0, 0, 2]) == 2
    with pytest.raises(ValueError, match="all have 3"):
        theil_sen([3, 3, 3], [0, 1, 2])


def test_too_few_or_uneven_points_are_refused():
    with pytest.raises(ValueError, match="needs two points, got 1"):
        theil_sen([1], [1])
    with pytest.raises(ValueError, match="as many x as y, got 2 and 1"):
        theil_sen([1, 2], [1])

from __future__ import annotations

import math

import pytest

from csk_ros.evaluation.metrics.rounded import rounded, rounded_share


@pytest.mark.parametrize(
    ("figure", "digits", "told"),
    [(1 / 3, 4, 0.3333), (2 / 3, 2, 0.67), (1.0, 4, 1.0), (None, 4, None), (math.nan, 4, None)],
)
def test_what_there_is_nothing_to_tell_of_is_null(figure, digits, told):
    assert rounded(figure, digits) == told


@pytest.mark.parametrize(
    ("share", "figure"),
    [(0.0, 0.0), (1e-7, 0.0001), (0.12345, 0.1235), (1 - 1e-7, 0.9999), (1.0, 1.0), (math.nan, None)],
)
def test_a_share_is_all_or_nothing_only_where_it_is(share, figure):
    assert rounded_share(share) == figure

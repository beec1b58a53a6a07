from __future__ import annotations

import math

import pytest

from csk_ros.evaluation.metrics.rounded import rounded


@pytest.mark.parametrize(
    ("figure", "digits", "told"),
    [(1 / 3, 4, 0.3333), (2 / 3, 2, 0.67), (1.0, 4, 1.0), (None, 4, None), (math.nan, 4, None)],
)
def test_what_there_is_nothing_to_tell_of_is_null(figure, digits, told):
    assert rounded(figure, digits) == told

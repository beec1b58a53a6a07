from __future__ import annotations

import pytest

from csk_ros.time_text import span_text, stamp_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0123, "12.3 ms"),
        (-1.5, "-1500.0 ms"),
        (2.5, "2.5 s"),
        (150.0, "2.5 min"),
        (9_000.0, "2.5 h"),
        (216_000.0, "2.5 days"),
        (1.785e9, "56.6 years"),
    ],
)
def test_spans_have_the_largest_unit_that_they_have_two_of(seconds, text):
    assert span_text(seconds) == text


def test_stamps_have_a_date():
    assert stamp_text(12_500_000_000) == "12.5 s (1970-01-01 00:00:12)"
    assert stamp_text(1_785_000_000_000_000_000) == "1785000000.0 s (2026-07-25 17:20:00)"

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.soak.latency_histogram import BIN, BINS, LatencyHistogram


def filled(durations):
    histogram = LatencyHistogram()
    for duration in durations:
        histogram.add(duration)
    return histogram


def test_known_percentiles():
    histogram = filled(n / 1000 - BIN / 2 for n in range(1, 101))
    assert histogram.count == 100
    assert histogram.percentile(50) == pytest.approx(0.050)
    assert histogram.percentile(99) == pytest.approx(0.099)
    assert histogram.percentile(100) == histogram.longest == 0.1 - BIN / 2


@given(
    st.lists(st.floats(0, BIN * BINS, exclude_max=True), min_size=1, max_size=40),
    st.sampled_from([1, 50, 95, 99, 100]),
)
def test_percentiles_are_numpys_but_for_the_width_of_a_bin(durations, percent):
    exact = np.percentile(durations, percent, method="inverted_cdf")
    found = filled(durations).percentile(percent)
    assert exact - 1e-9 <= found <= exact + BIN + 1e-9


def test_what_is_longer_than_all_bins_is_known_by_the_longest():
    histogram = filled([0.0102, BIN * BINS, 99.0])
    assert histogram.percentile(34) == 99.0
    assert histogram.percentile(33) == pytest.approx(0.0105)
    assert histogram.longest == 99.0


def test_a_clock_that_was_set_back_gives_the_shortest_duration():
    histogram = filled([-5.0, -5.0, 0.020])
    assert histogram.percentile(50) == BIN
    assert histogram.count == 3


def test_none_has_no_percentiles():
    assert LatencyHistogram().percentile(50) is None


def test_the_sum_has_the_durations_of_both():
    low, high = filled([0.0102] * 9), filled([0.500])
    both = low + high
    assert both.count == 10
    assert both.percentile(90) == pytest.approx(0.0105)
    assert both.percentile(91) == both.longest == 0.500
    assert (low.count, high.count) == (9, 1)

"""Rate, jitter, gaps and delay of one stream's stamps."""

from __future__ import annotations

import pytest

from csk_ros.sync_check.stamp_figures import stamp_figures

MS = 1_000_000


def figures(stamps, delay=0):
    return stamp_figures([stamp * MS + delay * MS for stamp in stamps], [stamp * MS for stamp in stamps])


def test_an_even_stream():
    of = figures(range(0, 2000, 40), delay=25)
    assert (of.frames, of.rate, of.jitter, of.gaps) == (50, pytest.approx(25), 0, 0)
    assert of.delay == pytest.approx(0.025)


def test_gaps_are_counted_and_change_neither_rate_nor_jitter():
    stamps = [stamp for stamp in range(0, 2000, 40) if stamp not in {400, 1200, 1240}]
    of = figures(stamps)
    assert (of.rate, of.jitter, of.gaps) == (pytest.approx(25), 0, 2)
    assert of.longest == pytest.approx(0.12)


def test_jitter_is_that_of_the_intervals():
    intervals = [98, 100, 102, 104, 96] * 10
    of = figures([sum(intervals[:number]) for number in range(len(intervals) + 1)])
    assert of.period == pytest.approx(0.1)
    assert of.jitter == pytest.approx(1.4826 * 0.002)


def test_stamps_may_have_been_overtaken():
    assert figures([0, 80, 40, 120]).longest == pytest.approx(0.04)

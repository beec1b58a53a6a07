"""Rate and period, computed by hand and for every rate from 1 to 120 Hz."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.stream.arrival_rate import MAX_ARRIVALS, ArrivalRate
from csk_ros.stream.frame import nanoseconds


def arrivals(*seconds: float) -> ArrivalRate:
    rate = ArrivalRate()
    for second in seconds:
        rate.add(nanoseconds(second))
    return rate


def test_nothing_has_arrived():
    assert arrivals().rate(0) == 0.0
    assert arrivals().last is None
    assert arrivals().period() is None


def test_one_frame_has_no_rate_and_no_period():
    assert arrivals(1.0).rate(nanoseconds(1.0)) == 0.0
    assert arrivals(1.0).period() is None
    assert arrivals(1.0).last == nanoseconds(1.0)


@pytest.mark.parametrize(
    ("now", "rate"),
    [
        (0.2, 10.0),
        (0.3, 10.0),  # the next frame is due just now
        (0.5, 2 / 0.4),  # overdue: two intervals in what has passed but for the one under way
        (3.05, 1 / 2.85),  # the first frame is over three seconds old
        (3.3, 0.0),
    ],
)
def test_rate_by_hand(now, rate):
    assert arrivals(0.0, 0.1, 0.2).rate(nanoseconds(now)) == pytest.approx(rate)


def test_frames_at_one_moment_have_no_rate():
    assert arrivals(1.0, 1.0, 1.0).rate(nanoseconds(1.0)) == 0.0
    assert arrivals(1.0, 1.0, 1.0).period() == 0


def test_period_is_the_median_of_the_last_intervals():
    assert arrivals(0.0, 0.1).period() == nanoseconds(0.1)
    assert arrivals(0.0, 0.1, 5.0, 5.1).period() == nanoseconds(0.1), "one outage moves nothing"
    slow_then_fast = [float(second) for second in range(10)] + [9.0 + n * 0.1 for n in range(1, 9)]
    assert arrivals(*slow_then_fast).period() == nanoseconds(0.1), "only eight intervals count"


def test_clear_forgets_everything():
    rate = arrivals(0.0, 0.1, 0.2)
    rate.clear()
    assert rate.last is None
    assert rate.rate(nanoseconds(0.2)) == 0.0


@given(
    rate=st.floats(1.0, 120.0),
    jitter=st.lists(st.floats(-0.2, 0.2), min_size=5, max_size=20),
    late=st.floats(0.0, 0.999),
)
def test_a_living_stream_shows_its_rate_at_any_moment(rate, jitter, late):
    period = 1 / rate
    times = [10.0 + (n + noise) * period for n, noise in enumerate(jitter)]
    measured = arrivals(*times).rate(nanoseconds(times[-1] + late * period))
    assert 0.5 * rate < measured < 2.0 * rate


def test_memory_is_bounded():
    rate = arrivals(*(n * 0.001 for n in range(2 * MAX_ARRIVALS)))
    assert len(rate._arrivals) == MAX_ARRIVALS
    assert rate.rate(nanoseconds(2 * MAX_ARRIVALS * 0.001)) == pytest.approx(1000.0)

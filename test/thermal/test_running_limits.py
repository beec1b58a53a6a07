"""A scale that follows slowly, and begins anew where following would be wrong."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.thermal.running_limits import LONGEST_GAP, TIME_CONSTANT, Limits, RunningLimits

SECOND = 1_000_000_000
COOL, HOT = Limits(100.0, 200.0), Limits(100.0, 1000.0)


@pytest.fixture
def running():
    limits = RunningLimits()
    assert limits.follow(COOL, 150.0, SECOND) == COOL
    return limits


def test_after_the_time_constant_nearly_two_thirds_of_the_way_are_gone(running):
    found = running.follow(HOT, 150.0, SECOND + round(TIME_CONSTANT * SECOND))
    assert found.low == 100.0
    assert found.high == pytest.approx(200 + 800 * (1 - 1 / math.e))


def test_a_hot_object_takes_over_slowly_and_in_the_end(running):
    highs = [running.follow(HOT, 150.0, SECOND + frame * SECOND // 10).high for frame in range(1, 201)]
    assert highs == sorted(highs)
    assert highs[0] < 250, "a tenth of a second later the picture is much as before"
    assert highs[-1] > 990


def test_how_often_pictures_come_does_not_matter(running):
    other = RunningLimits()
    other.follow(COOL, 150.0, SECOND)
    for frame in range(1, 31):
        often = running.follow(HOT, 150.0, SECOND + frame * SECOND // 30)
    assert other.follow(HOT, 150.0, 2 * SECOND).high == pytest.approx(often.high)


@pytest.mark.parametrize(
    ("own", "middle", "stamp"),
    [
        (Limits(5000.0, 5100.0), 5050.0, 2 * SECOND),
        (Limits(5.0, 60.0), 30.0, 2 * SECOND),
        (HOT, 150.0, SECOND + round((LONGEST_GAP + 0.1) * SECOND)),
        (HOT, 150.0, SECOND // 2),
    ],
    ids=["counts jump up", "counts jump down", "a gap", "time goes back"],
)
def test_it_begins_anew(running, own, middle, stamp):
    assert running.follow(own, middle, stamp) == own


@given(
    st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4), st.integers(0, SECOND)), min_size=1, max_size=20)
)
def test_the_scale_stays_among_those_that_were_seen(pictures):
    limits, stamp = RunningLimits(), 0
    seen: list[Limits] = []
    for one, other, passed in pictures:
        low, high = sorted((one, other))
        stamp += passed
        seen.append(Limits(low, high))
        found = limits.follow(seen[-1], (low + high) / 2, stamp)
        assert min(own.low for own in seen) - 1e-6 <= found.low <= found.high
        assert found.high <= max(own.high for own in seen) + 1e-6

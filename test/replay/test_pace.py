from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.replay.pace import Pace

NANOSECONDS = st.integers(0, 2**62)


def test_at_double_speed_half_the_time_passes():
    pace = Pace(first=1_000, began=50, speed=2.0)
    assert pace.due(1_000) == 50
    assert pace.due(1_600) == 350
    assert pace.time_at(350) == 1_600


def test_recorded_stamps_stay_as_they_are():
    assert Pace(first=1_000, began=50, speed=2.0).stamp(123) == 123


def test_fresh_stamps_begin_at_the_present_and_pass_with_it():
    pace = Pace(first=1_000, began=50, speed=2.0, fresh=9_000)
    assert pace.stamp(1_000) == 9_000
    assert pace.stamp(1_600) == 9_300
    # A picture taken before the recorder had its first one.
    assert pace.stamp(800) == 8_900


@given(NANOSECONDS, NANOSECONDS, st.integers(0, 10**12))
def test_at_true_speed_no_nanosecond_is_lost(first, began, later):
    pace = Pace(first, began, speed=1.0, fresh=first)
    assert pace.time_at(pace.due(first + later)) == first + later
    assert pace.stamp(first + later) == first + later


def test_a_stamp_that_is_not_set_stays_so():
    assert Pace(first=5, began=0, speed=1.0, fresh=1_000).stamp(0) == 0

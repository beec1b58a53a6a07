from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.evaluation.page.stop import Stop, nearest, stops


def moments(*times):
    return [SimpleNamespace(output=SimpleNamespace(time=time)) for time in times]


def test_one_pass_stops_at_each_of_its_moments():
    assert stops([moments(0.1, 0.6)]) == [Stop(0.1, (0,)), Stop(0.6, (1,))]


def test_passes_share_the_stops_and_show_what_is_nearest():
    assert stops([moments(0.0, 1.0), moments(0.2, 1.0, 3.0)]) == [
        Stop(0.0, (0, 0)),
        Stop(0.2, (0, 0)),
        Stop(1.0, (1, 1)),
        Stop(3.0, (1, 2)),
    ]


def test_a_pass_without_moments_shows_nothing():
    assert stops([[], moments(0.5)]) == [Stop(0.5, (None, 0))]
    assert stops([[], []]) == []


@given(st.lists(st.floats(0, 100), min_size=1).map(sorted), st.floats(-10, 110))
def test_no_time_is_nearer_than_the_nearest(times, time):
    index = nearest(times, time)
    assert abs(times[index] - time) == min(abs(other - time) for other in times)

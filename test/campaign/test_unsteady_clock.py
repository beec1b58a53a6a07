from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.campaign.unsteady_clock import BEGIN, Jump, Standstill, UnsteadyClock

S = 1_000_000_000


def seconds(timeline, time):
    return (timeline.at(round(time * S)) - BEGIN) / S


def test_a_steady_clock_shows_the_time():
    assert [seconds(UnsteadyClock(), time) for time in (0, 0.5, 7)] == [0, 0.5, 7]


def test_a_jump_puts_the_clock_forward_or_back_from_its_moment_on():
    clock = UnsteadyClock(jumps=(Jump(1.0, 10.0), Jump(3.0, -5.0)))
    assert [seconds(clock, time) for time in (0.999, 1.0, 2.5, 3.0, 4.0)] == [0.999, 11.0, 12.5, 8.0, 9.0]


def test_a_clock_stands_still_and_goes_on_from_there():
    clock = UnsteadyClock(standstills=(Standstill(1.0, 3.0),))
    assert [seconds(clock, time) for time in (0.5, 1.0, 2.0, 3.0, 3.5)] == [0.5, 1.0, 1.0, 1.0, 1.5]


def test_a_loop_begins_anew_after_each_length():
    clock = UnsteadyClock.loop(2.0, 5.0)
    assert [seconds(clock, time) for time in (0, 1.5, 2.0, 3.5, 4.0, 4.5)] == [0, 1.5, 0, 1.5, 0, 0.5]


def test_when_says_the_first_moment_at_which_a_clock_shows_a_time():
    clock = UnsteadyClock(jumps=(Jump(1.0, 10.0), Jump(2.0, -20.0)), standstills=(Standstill(4.0, 6.0),))

    def when(shows, after=0.0):
        found = clock.when(BEGIN + round(shows * S), round(after * S))
        return None if found is None else found / S

    assert when(0.5) == 0.5
    assert when(5.0) == 1.0, "the jump forward passes it"
    assert when(11.5) == 1.5
    assert when(-8.0, after=3.0) == 3.0, "already past"
    assert when(-7.0, after=2.5) == 3.0
    assert when(-5.5, after=2.5) == 6.5, "two seconds are lost while it stands"


def test_what_holds_a_clock_back_is_jumps_back_and_standstills_within():
    clock = UnsteadyClock(jumps=(Jump(1.0, 10.0), Jump(2.0, -0.5)), standstills=(Standstill(4.0, 6.0),))
    assert clock.held_back(0, 10 * S) == 2.5 * S
    assert clock.held_back(2 * S, 5 * S) == 1 * S
    assert clock.held_back(2 * S - 1, 2 * S) == S // 2


MOMENTS = st.integers(0, 10_000)
CLOCKS = st.builds(
    lambda jumps, stills: UnsteadyClock(
        tuple(Jump(at / 1000, by / 1000) for at, by in jumps),
        tuple(Standstill(start / 1000, (start + length) / 1000) for start, length in stills),
    ),
    st.lists(st.tuples(MOMENTS, st.integers(-5000, 5000)), max_size=3),
    st.lists(st.tuples(MOMENTS, st.integers(1, 3000)), max_size=1),
)


@given(CLOCKS, st.integers(-10_000, 20_000), MOMENTS)
def test_when_finds_the_first_of_all_moments(clock, shows, after):
    ms = S // 1000
    shows, after = BEGIN + shows * ms, after * ms
    found = clock.when(shows, after)
    late_enough = [t * ms for t in range(after // ms, 40_000) if clock.at(t * ms) >= shows]
    assert found == (late_enough[0] if late_enough else found)
    if found is not None:
        assert clock.at(found) >= shows
        assert found >= after

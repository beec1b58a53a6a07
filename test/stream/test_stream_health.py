"""The health of one stream: the exact frame or moment at which each state is entered and left."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import HealthSettings, StreamHealth
from support.health_bench import RGB, Bench
from support.stream_script import picture

OK, WAITING, MISSING = Health.OK, Health.WAITING, Health.MISSING
DARK, GLARE, FLAT = Health.DARK, Health.GLARE, Health.FLAT


def test_before_any_frame_it_is_awaited_and_then_missing():
    health = StreamHealth(HealthSettings(timeout=0.3))
    health.advance(nanoseconds(5.0))
    assert health.state is WAITING
    assert health.missing_at() == nanoseconds(5.3)
    health.advance(nanoseconds(5.3) - 1)
    assert health.state is WAITING
    health.advance(nanoseconds(5.3))
    assert health.state is MISSING


@pytest.mark.parametrize(("letter", "state"), [("o", OK), ("d", DARK), ("g", GLARE), ("f", FLAT)])
def test_the_first_frame_decides_alone(letter, state):
    assert Bench().feed(letter) == [state]


@pytest.mark.parametrize(("letter", "state"), [("d", DARK), ("g", GLARE), ("f", FLAT)])
def test_the_third_bad_frame_leaves_ok_and_the_third_good_one_returns(letter, state):
    assert Bench().feed(f"oo{letter * 4}oooo") == [OK] * 4 + [state] * 4 + [OK] * 2


def test_the_numbers_of_frames_are_settings():
    settings = HealthSettings(bad_frames=1, good_frames=2, picture=PictureSettings())
    assert Bench(settings).feed("odooo") == [OK, DARK, DARK, OK, OK]


def test_only_frames_in_a_row_count():
    bench = Bench()
    assert set(bench.feed("o" + "ddo" * 20)) == {OK}
    bench.feed("ddd")
    assert set(bench.feed("ood" * 20)) == {DARK}


def test_bad_frames_of_any_kind_make_a_row_and_the_last_one_names_it():
    assert Bench().feed("odgfd") == [OK, OK, OK, FLAT, DARK]


def test_a_stream_without_picture_limits_is_never_dark():
    assert set(Bench(HealthSettings()).feed("odddgggfff")) == {OK}


def test_missing_is_entered_to_the_nanosecond_and_left_after_three_frames():
    bench = Bench()
    bench.feed("oooo")
    due = bench.now + nanoseconds(0.3)
    assert bench.health.missing_at() == due
    bench.health.advance(due - 1)
    assert bench.health.state is OK
    bench.health.advance(due)
    assert bench.health.state is MISSING
    bench.skip(10)
    assert bench.feed("ooo") == [MISSING, MISSING, OK]


def test_a_frame_notices_itself_that_none_had_come():
    bench = Bench()
    bench.feed("oooo")
    bench.skip(9)
    assert bench.feed("o") == [MISSING]


def test_good_frames_before_another_gap_do_not_count():
    bench = Bench()
    bench.feed("oooo")
    for _ in range(3):
        bench.skip(30)
        assert bench.feed("oo") == [MISSING, MISSING]
    assert bench.feed("o") == [OK]


def test_a_stream_that_comes_back_dark_goes_from_missing_to_dark():
    bench = Bench()
    bench.feed("oooo")
    bench.skip(30)
    assert bench.feed("dddooo") == [MISSING, MISSING, DARK, DARK, DARK, OK]


def test_recovering_says_that_the_newest_frame_was_good_and_trust_believes_it():
    bench = Bench()
    bench.feed("oddd")
    assert not bench.health.recovering
    bench.health.trust()
    assert bench.health.state is DARK
    bench.feed("o")
    assert bench.health.recovering
    bench.health.trust()
    assert bench.health.state is OK
    assert not bench.health.recovering
    assert bench.feed("ddd") == [OK, OK, DARK]


def test_a_slow_stream_is_missing_after_three_of_its_periods():
    bench = Bench(rate=2.0)
    bench.feed("oooo")
    assert bench.health.missing_at() == bench.now + nanoseconds(1.5)


def test_no_stream_is_waited_for_longer_than_three_seconds_unless_its_timeout_says_so():
    bench = Bench(rate=0.25)
    bench.feed("oo")
    assert bench.health.missing_at() == bench.now + nanoseconds(3.0)
    bench.health.settings = HealthSettings(timeout=13.0)
    assert bench.health.missing_at() == bench.now + nanoseconds(13.0)


def test_after_one_frame_the_stream_may_be_of_1_hz():
    bench = Bench()
    bench.feed("o")
    assert bench.health.missing_at() == bench.now + nanoseconds(3.0)
    bench.feed("o")
    assert bench.health.missing_at() == bench.now + nanoseconds(0.3)


@given(rate=st.floats(1.0, 120.0), jitter=st.lists(st.floats(-0.25, 0.25), min_size=2, max_size=40))
def test_no_rate_from_1_to_120_hz_is_ever_missing(rate, jitter):
    health = StreamHealth(RGB)
    for number, noise in enumerate(jitter):
        health.see(picture("rgb", "fine", number), nanoseconds(10.0 + (number + noise) / rate))
        assert health.state is OK


@given(rate=st.floats(4.0, 120.0), lost=st.sets(st.integers(1, 29), max_size=29))
def test_lost_frames_alone_are_missing_only_in_a_row_as_long_as_the_timeout(rate, lost):
    health = StreamHealth(RGB)
    states = set()
    for number in range(30):
        if number not in lost:
            health.see(picture("rgb", "fine", number), nanoseconds(10.0 + number / rate))
            states.add(health.state)
    got = [number for number in range(30) if number not in lost]
    longest = max((later - earlier for earlier, later in pairwise(got)), default=0)
    if longest / rate < 0.299:
        assert states == {OK}


@given(
    noise=st.lists(st.floats(-0.1, 0.1), min_size=10, max_size=80),
    limit=st.sampled_from(["dark", "glare", "flat"]),
)
def test_noise_around_a_limit_changes_the_state_at_most_once(noise, limit):
    health = StreamHealth(RGB)
    random = np.random.default_rng(7)
    changes = 0
    for number, error in enumerate([0.3, *noise]):
        if limit == "dark":
            frame = np.full((48, 64), 6.0 * (1 + error) / 255) + random.choice(
                [0, 0.5], (48, 64), p=[0.999, 0.001]
            )
        elif limit == "glare":
            share = 0.6 * (1 - error)
            frame = np.where(random.random((48, 64)) < share, 1.0, 0.4)
        else:
            frame = 0.5 + random.choice([-1, 1], (48, 64)) * 4.0 * (1 + error) / 255
        before = health.state
        health.see(frame.astype(np.float32), nanoseconds(10 + number / 30))
        changes += number > 0 and health.state is not before
    assert changes <= 1


def test_reset_is_as_if_no_frame_had_ever_come():
    bench = Bench()
    bench.feed("oddd")
    bench.health.reset(nanoseconds(100.0))
    assert bench.health.state is WAITING
    assert bench.health.missing_at() == nanoseconds(100.3)
    bench.health.see(picture("rgb", "fine", 1), nanoseconds(100.1))
    assert bench.health.state is OK
    assert bench.health.arrivals.last == nanoseconds(100.1)


def test_new_limits_are_in_force_at_the_next_frame():
    bench = Bench()
    bench.feed("ooo")
    bench.health.settings = HealthSettings(bad_frames=1, picture=PictureSettings(dark_level=255.0))
    assert bench.feed("o") == [DARK]
    bench.health.settings = HealthSettings(good_frames=1, picture=PictureSettings())
    assert bench.feed("o") == [OK]

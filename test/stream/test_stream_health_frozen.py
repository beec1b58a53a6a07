"""The same picture again and again: stuck drivers, closed shutters, and what only looks like them."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.health import Health
from csk_ros.stream.stream_health import HealthSettings, StreamHealth
from support.health_bench import Bench
from support.stream_script import picture

OK, MISSING, FROZEN = Health.OK, Health.MISSING, Health.FROZEN


def frozen_from(states: list[Health]) -> int | None:
    return states.index(FROZEN) if FROZEN in states else None


def test_frozen_from_the_frame_at_which_the_picture_is_as_old_as_the_limit():
    # At 30 Hz the ninth repeat comes 0.3 s after the picture was first seen.
    assert frozen_from(Bench().feed("ooo" + "O" * 15)) == 2 + 9
    assert frozen_from(Bench(rate=120).feed("ooo" + "O" * 60)) == 2 + 36


def test_frozen_takes_three_repeats_however_slow_the_stream():
    assert frozen_from(Bench(rate=1).feed("ooOOOO")) == 4
    assert frozen_from(Bench(HealthSettings(frozen_after=0.01)).feed("ooOOOO")) == 4


@pytest.mark.parametrize("rate", [9, 30, 60, 120])
@pytest.mark.parametrize("closed", [1.0, 3.0])
def test_a_shutter_is_frozen_once_and_left_after_three_new_pictures(rate, closed):
    shut = round(closed * rate)
    states = Bench(HealthSettings(), rate=rate).feed("o" * 20 + "O" * shut + "o" * 20)
    entered = frozen_from(states)
    assert entered is not None
    assert 0.3 <= (entered - 19) / rate < 0.3 + max(1 / rate, 4 / rate if rate == 9 else 0) + 1e-6
    assert states[entered : 20 + shut + 2] == [FROZEN] * (20 + shut + 2 - entered)
    assert set(states[20 + shut + 2 :]) == {OK}


@pytest.mark.parametrize(("core", "published"), [(9, 30), (9, 60), (9, 27), (7.5, 30), (25, 120)])
def test_a_slow_core_published_faster_is_not_frozen_and_its_shutter_is(core, published):
    health = StreamHealth(HealthSettings())
    states = {}
    for number in range(published * 6):
        time = number / published
        scene = int(min(time, 2.0) * core) if time < 4.0 else int(time * core)
        health.see(picture("thermal", "fine", scene), nanoseconds(10.0 + time))
        states[time] = health.state
    changes = [
        time
        for time, before in zip(list(states)[1:], states.values(), strict=False)
        if states[time] != before
    ]
    assert len(changes) == 2, "frozen once, ok once"
    assert 2.0 < changes[0] <= 2.0 + 0.3 + 1 / published
    assert 4.0 + 2 / core - 1e-6 < changes[1] <= 4.0 + 3 / core + 1 / published, "the third new picture"


def test_a_repeat_does_not_wake_a_frozen_stream():
    """A shutter that shows two stills is one shutter, not two."""
    states = Bench().feed("o" + "O" * 12 + "o" + "O" * 30 + "ooo")
    first = frozen_from(states)
    assert set(states[first:-1]) == {FROZEN}
    assert states[-1] is OK


def test_a_picture_as_old_as_the_limit_again_and_again_does_not_flap():
    states = Bench().feed(("o" + "O" * 9) * 20)
    assert set(states[frozen_from(states) :]) == {FROZEN}


def test_the_frozen_check_can_be_turned_off_also_while_frozen():
    assert set(Bench(HealthSettings(frozen_after=0.0)).feed("o" + "O" * 100)) == {OK}
    bench = Bench(HealthSettings())
    assert bench.feed("o" + "O" * 20)[-1] is FROZEN
    bench.health.settings = HealthSettings(frozen_after=0.0)
    assert bench.feed("OOO") == [FROZEN, FROZEN, OK]


def test_pictures_with_invalid_pixels_freeze_too():
    thumbnail = np.array([[20.0, np.nan], [30.0, 31.0]], np.float32)
    health = StreamHealth(HealthSettings())
    for number in range(20):
        health.see(thumbnail.copy(), nanoseconds(number / 30))
    assert health.state is FROZEN


def test_a_picture_of_another_size_is_another_picture():
    health = StreamHealth(HealthSettings())
    for number in range(20):
        health.see(np.zeros((2 + number % 2, 2), np.uint8), nanoseconds(number / 30))
    assert health.state is OK


def test_a_repeat_across_an_outage_begins_a_new_count():
    bench = Bench()
    bench.feed("oooo")
    bench.skip(30)
    assert bench.feed("OOO") == [MISSING, MISSING, OK]

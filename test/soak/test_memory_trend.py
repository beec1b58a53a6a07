from __future__ import annotations

import numpy as np
import pytest

from csk_ros.live.process_sample import ProcessSample
from csk_ros.soak.memory_trend import LEAK, UNSETTLED, MemoryTrend


def trend(memory, seconds):
    times = np.linspace(0, seconds, len(memory))
    return MemoryTrend.of([ProcessSample(t, m, 19, 19) for t, m in zip(times, memory, strict=True)])


def test_a_level_with_noise_does_not_grow():
    noise = np.random.default_rng(3).normal(0, 1, 1800)
    found = trend(500 + noise, 1800)
    # The lowest of ten lies 1.5 standard deviations below the mean.
    assert found.first == pytest.approx(498.5, abs=0.3)
    assert found.last == pytest.approx(498.5, abs=0.3)
    assert found.slope == pytest.approx(0, abs=1)
    assert found.growth < 1
    assert found.allowance == UNSETTLED + LEAK / 2


def test_a_node_that_gets_busier_is_met_at_work_more_often_and_does_not_grow():
    random = np.random.default_rng(3)
    at_work = random.random(1800) < np.linspace(0.2, 0.6, 1800)
    found = trend(600 + 60 * at_work, 1800)
    assert (found.first, found.last, found.slope) == (600, 600, 0)


def test_a_leak_is_its_slope_and_more_than_is_allowed():
    # 1 KiB a frame at 30 Hz, for half an hour.
    found = trend(500 + np.linspace(0, 1800 * 30 / 1024, 1800), 1800)
    assert found.slope == pytest.approx(30 * 3600 / 1024, rel=0.01)
    assert found.growth == pytest.approx(1800 * 30 / 1024, rel=0.01)
    assert found.growth > found.allowance


def test_a_step_near_the_end_is_seen_although_the_slope_is_flat():
    found = trend([500.0] * 800 + [540.0] * 200, 1800)
    assert found.slope == 0
    assert (found.first, found.last, found.growth) == (500, 540, 40)
    assert found.growth > found.allowance


def test_a_steep_slope_of_a_short_run_is_no_growth():
    found = trend(np.linspace(500, 501, 60), 60)
    assert found.slope == pytest.approx(60, rel=0.05)
    assert found.growth == pytest.approx(1, rel=0.05)
    assert found.growth < found.allowance


def test_a_slow_leak_shows_in_a_long_run():
    hours = 24
    found = trend(500 + np.linspace(0, 10 * hours, 3000), 3600 * hours)
    assert found.slope == pytest.approx(10, rel=0.01)
    assert found.growth > found.allowance


def test_memory_that_is_given_back_is_no_growth():
    assert trend(np.linspace(600, 500, 100), 1800).growth < 0


@pytest.mark.parametrize("count", [2, 3, 19, 20, 21, 120])
def test_any_number_of_samples_from_two_up_has_a_trend(count):
    found = trend([500.0] * count, 60)
    assert (found.first, found.last, found.slope) == (500, 500, 0)
    assert found.hours == pytest.approx(60 / 3600)

"""Clocks that run apart are noticed, clocks that do not are left alone."""

from __future__ import annotations

import pytest

from csk_ros.sync_check.drift import find_drift
from csk_ros.sync_check.offset_estimate import estimate_offset
from support.wobble import Wobble, frame_times


def drift(rate, *, seconds=60, seed=0):
    """Of rgb stamps that lack 20 ms, and `rate` seconds more every second."""
    wobble = Wobble(seed)
    rgb = frame_times(30, seconds)
    signal = wobble.signal(rgb, seen=rgb - 0.02 - rate * rgb, noise=0.2, seed=1)
    return find_drift(estimate_offset(signal, wobble.signal(frame_times(9, seconds), noise=0.2, seed=2), 0.5))


@pytest.mark.parametrize("rate", [0.001, -0.002])
def test_a_drift_is_measured(rate):
    found = drift(rate)
    assert found.significant
    assert found.rate == pytest.approx(rate, abs=1e-4)
    assert found.first == pytest.approx(0.02 + rate * 10, abs=0.005)
    assert found.last == pytest.approx(0.02 + rate * 50, abs=0.005)


@pytest.mark.parametrize("seed", range(5))
def test_clocks_that_agree_do_not_drift(seed):
    found = drift(0.0, seed=seed)
    assert not found.significant
    assert found.low < 0 < found.high


def test_a_short_recording_does_not_tell():
    assert drift(0.0, seconds=16) is None

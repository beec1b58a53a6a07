"""The offset is found between streams of any rates, and not claimed where it cannot be known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from csk_ros.sync_check.offset_estimate import TooShortError, estimate_offset, peak
from csk_ros.sync_check.signal import STEP
from support.wobble import CHANNELS, Wobble, frame_times

SECONDS = 20


def estimate(offset, rates, *, lost=0.0, jitter=0.0, noise=0.0, seconds=SECONDS, wobble=None, limit=0.5):
    """The estimate for rgb stamps that lack `offset` seconds."""
    random = np.random.default_rng(4)
    wobble = wobble or Wobble()
    rgb, thermal = (frame_times(rate, seconds, lost=lost, seed=seed) for seed, rate in enumerate(rates))
    stamps = rgb - offset + random.normal(0, jitter, len(rgb))
    return estimate_offset(
        wobble.signal(rgb, seen=stamps, noise=noise, seed=1),
        wobble.signal(thermal, noise=noise, seed=2),
        limit,
    )


@pytest.mark.parametrize("offset", [0.04, -0.07, 0.0, 0.3])
@pytest.mark.parametrize("rates", [(30, 9), (10, 10), (15, 30)])
def test_a_known_offset_is_found(offset, rates):
    found = estimate(offset, rates)
    assert found.doubt is None
    assert found.offset == pytest.approx(offset, abs=0.001)
    assert found.low - 0.001 <= offset <= found.high + 0.001


def test_an_offset_is_as_uncertain_as_the_interval_is_wide_beside_it():
    found = replace(estimate(0.0, (30, 9)), offset=-0.0007, low=-0.002, high=0.001)
    assert found.uncertainty(found.offset) == pytest.approx(0.0017)
    assert found.uncertainty(0.0) == pytest.approx(0.002)


@pytest.mark.parametrize(
    ("low", "high", "zero"),
    [(-0.002, 0.001, True), (0.0, 0.004, True), (-0.002, -0.0001, False), (0.0001, 0.004, False)],
)
def test_clocks_agree_where_the_interval_holds_0(low, high, zero):
    assert replace(estimate(0.0, (30, 9)), low=low, high=high).may_be_zero is zero


def test_lost_frames_jitter_and_noise_cost_precision_not_the_answer():
    found = estimate(0.04, (30, 9), lost=0.1, jitter=0.003, noise=0.5)
    assert found.doubt is None
    assert found.offset == pytest.approx(0.04, abs=0.005)
    clean = estimate(0.04, (30, 9))
    assert found.width > clean.width
    assert found.correlation < clean.correlation


@pytest.mark.parametrize("seed", range(8))
def test_cameras_that_see_different_things_are_doubted(seed):
    rgb = Wobble(seed).signal(frame_times(30, SECONDS))
    thermal = Wobble(seed + 100).signal(frame_times(9, SECONDS))
    assert estimate_offset(rgb, thermal, 0.5).doubt is not None


def test_noise_is_doubted():
    found = estimate(0.04, (30, 9), noise=50.0)
    assert found.doubt.reason == (
        f"the cameras are hardly more alike (correlation {found.correlation:.2f}) than at wrong times "
        f"({found.chance:.2f})"
    )
    assert found.doubt.consequence == "too little moves, or not in both"


def test_a_motion_that_repeats_within_the_range_is_doubted():
    every_fifth_second = np.full((1, CHANNELS), 5.0)
    assert estimate(0.04, (30, 30), wobble=Wobble(rates=every_fifth_second)).doubt is not None


def test_an_offset_outside_the_range_is_doubted():
    doubt = estimate(0.19, (30, 9), limit=0.2).doubt
    assert str(doubt) == "the offset lies at the edge of the 0.2 s searched: try a larger --range"


@pytest.mark.parametrize("offset", [0.5, -0.5])
def test_nothing_outside_the_range_is_told(offset):
    found = estimate(offset, (30, 9), limit=0.45)
    assert "edge of the 0.45 s" in found.doubt.reason
    assert -0.45 <= found.low <= found.offset <= found.high <= 0.45


def test_a_curve_that_rises_to_its_end_has_its_peak_there():
    offsets = STEP * np.arange(-100, 101)
    assert peak(np.exp(-np.square((offsets - 0.52) / 0.2)), 0.1) == pytest.approx(0.5)
    assert peak(np.exp(-np.square((offsets + 0.52) / 0.2)), 0.1) == pytest.approx(-0.5)


def test_ten_seconds_are_needed():
    with pytest.raises(TooShortError, match="at least 10 s in which both cameras"):
        estimate(0.0, (30, 9), seconds=9)


@pytest.mark.parametrize("true", [0.0, 0.0117, -0.043])
def test_a_peak_is_found_between_the_points(true):
    offsets = STEP * np.arange(-100, 101)
    assert peak(np.exp(-np.square((offsets - true) / 0.2)), 0.1) == pytest.approx(true, abs=2e-4)

"""Holes between stamps tell loss from slowness."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.stream.stamp_gaps import MIN_STAMPS, REMEMBERED, StampGaps


def gaps_of(stamps) -> StampGaps:
    gaps = StampGaps()
    for stamp in stamps:
        gaps.add(int(stamp))
    return gaps


@given(period=st.integers(8_000_000, 1_000_000_000), jitter=st.floats(0.0, 0.1), seed=st.integers(0, 99))
def test_an_even_stream_has_none_at_any_rate(period, jitter, seed):
    noise = np.random.default_rng(seed).uniform(-jitter, jitter, REMEMBERED)
    assert gaps_of((np.arange(REMEMBERED) + noise) * period).share() == 0.0


@pytest.mark.parametrize(("kept", "share"), [(lambda n: n % 3 != 2, 0.5), (lambda n: n % 5 != 4, 0.25)])
def test_every_lost_frame_leaves_one_hole(kept, share):
    stamps = [n * 33_000_000 for n in range(200) if kept(n)]
    assert gaps_of(stamps).share() == pytest.approx(share, abs=0.02)


def test_one_outage_is_one_hole():
    stamps = [n * 33_000_000 for n in range(20)] + [5_000_000_000 + n * 33_000_000 for n in range(20)]
    assert gaps_of(stamps).share() == pytest.approx(1 / 39)


def test_too_few_frames_say_nothing():
    assert gaps_of([0, 1, 5, *range(100, 100 + MIN_STAMPS - 4)]).share() == 0.0
    gaps = gaps_of(np.arange(50))
    gaps.clear()
    assert gaps.share() == 0.0

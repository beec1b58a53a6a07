from __future__ import annotations

import pytest

from csk_ros.mode import Mode
from csk_ros.soak.latency_by_mode import WAITING, LatencyByMode


def counts(latency):
    return {mode: histogram.count for mode, histogram in latency.histograms.items() if histogram.count}


def test_labels_and_modes_meet_by_their_stamps_in_any_order():
    latency = LatencyByMode()
    latency.see_labels(1, 0.010)
    latency.see_labels(2, 0.0202)
    latency.see_mode(2, Mode.THERMAL)
    latency.see_mode(3, Mode.RGB)
    latency.see_labels(3, 0.030)
    assert counts(latency) == {Mode.THERMAL: 1, Mode.RGB: 1}
    latency.see_mode(1, Mode.FUSED)
    for mode, longest in ((Mode.FUSED, 0.010), (Mode.THERMAL, 0.0202), (Mode.RGB, 0.030)):
        assert latency.histograms[mode].longest == longest
    assert latency.all.count == 3
    assert latency.all.percentile(50) == pytest.approx(0.0205)


def test_each_counts_once():
    latency = LatencyByMode()
    latency.see_labels(1, 0.010)
    latency.see_mode(1, Mode.FUSED)
    latency.see_mode(1, Mode.FUSED)
    assert counts(latency) == {Mode.FUSED: 1}


def test_what_waits_in_vain_is_forgotten():
    latency = LatencyByMode()
    for stamp in range(WAITING + 1):
        latency.see_labels(stamp, 0.010)
        latency.see_mode(10_000 + stamp, Mode.RGB)
    for stamp in range(WAITING + 1):
        latency.see_mode(stamp, Mode.FUSED)
    assert counts(latency) == {Mode.FUSED: WAITING}
    assert len(latency._latencies) == 0
    assert len(latency._modes) == WAITING

"""How often a single fault changes the mode; many faults at once are the campaign's matter."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.mode import Mode
from support.stream_script import play, rgb, thermal

RATES = st.sampled_from([1.0, 4.0, 9.0, 29.7, 60.0])

SINGLE_FAULTS = {
    "rgb drop": (Mode.THERMAL, lambda span: (rgb().drop(*span), thermal())),
    "rgb dark": (Mode.THERMAL, lambda span: (rgb().dark(*span), thermal())),
    "rgb freeze": (Mode.THERMAL, lambda span: (rgb().freeze(*span), thermal())),
    "rgb without stamps": (Mode.THERMAL, lambda span: (rgb().zero_stamps(*span), thermal())),
    "thermal drop": (Mode.RGB, lambda span: (rgb(), thermal().drop(*span))),
    "thermal shutter": (Mode.RGB, lambda span: (rgb(), thermal().freeze(*span))),
    "shutter of a slow core": (Mode.RGB, lambda span: (rgb(), thermal(core_rate=9).freeze(*span))),
    "both drop": (None, lambda span: (rgb().drop(*span), thermal().drop(*span))),
}


@pytest.mark.parametrize("fault", SINGLE_FAULTS)
@settings(max_examples=15)
@given(start=st.floats(0.5, 1.0), length=st.floats(0.0, 2.0), rates=st.tuples(RATES, RATES))
def test_one_fault_changes_the_mode_at_most_once_each_way(fault, start, length, rates):
    degraded, script = SINGLE_FAULTS[fault]
    pair = script((start, start + length))
    if fault != "shutter of a slow core":
        for camera, rate in zip(pair, rates, strict=True):
            camera.rate = rate
    decided = []
    play(
        *pair,
        seconds=start + length + 12.0 / min(camera.rate for camera in pair),
        check=lambda run: decided.append(run.pipeline.decision.mode),
    )
    modes = [mode for mode, _ in groupby(decided)]
    while modes[0] is not Mode.FUSED:
        modes.pop(0)
    if fault == "both drop":
        # Each camera is missed once and comes back once, one after the other at unequal rates.
        assert modes[0] is modes[-1] is Mode.FUSED
        assert len(modes) <= 5
    else:
        assert modes in ([Mode.FUSED], [Mode.FUSED, degraded, Mode.FUSED])

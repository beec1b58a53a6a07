from __future__ import annotations

import math

import pytest

from csk_ros.recording.fault import KINDS, Fault
from csk_ros.recording.fault_effects.picture_effects import Darken

DARK = Fault("rgb", "darken", 5.0, 8.5, {"factor": 0.03, "over": 0.0})


def test_a_fault_reads_as_a_sentence():
    assert str(DARK) == "rgb darken factor 0.03 over 0 from 5 s to 8.5 s"
    assert str(Fault("thermal", "shutter", 0.0, math.inf, {})) == "thermal shutter from 0 s to the end"


@pytest.mark.parametrize(("seconds", "on"), [(4.999, False), (5.0, True), (8.499, True), (8.5, False)])
def test_a_fault_is_on_from_its_start_until_before_its_end(seconds, on):
    assert DARK.is_on(seconds) is on


def test_every_pass_has_an_effect_of_its_own():
    assert isinstance(DARK.begin(), Darken)
    assert DARK.begin() is not DARK.begin()


@pytest.mark.parametrize("kind", KINDS)
def test_defaults_lie_between_their_limits(kind):
    for parameter in KINDS[kind].parameters.values():
        assert parameter.low < parameter.high
        assert parameter.default is None or parameter.low <= parameter.default <= parameter.high

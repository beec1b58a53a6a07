from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.recording.fault import KINDS, Fault
from csk_ros.recording.fault_parsing import FaultScriptError, parse_fault


def test_an_entry_says_camera_kind_time_and_numbers():
    entry = {"rgb": "darken", "factor": 0.03, "from": 5, "to": 8.5}
    assert parse_fault(entry) == Fault("rgb", "darken", 5.0, 8.5, {"factor": 0.03, "over": 0.0})


def test_what_is_left_out_has_a_default():
    assert parse_fault({"thermal": "drop"}) == Fault("thermal", "drop", 0.0, math.inf, {})
    assert parse_fault({"rgb": "cover"}).parameters == {"level": 4}
    assert parse_fault({"rgb": "glare"}).parameters == {"strength": 1.0}
    assert parse_fault({"rgb": "jitter", "seconds": 0.02}).parameters == {"seconds": 0.02, "seed": 0}


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("rgb", "expected a mapping such as {rgb: drop, from: 5.0, to: 8.0}, got 'rgb'"),
        ({}, r"expected one camera, rgb or thermal, and its fault; got the keys (none)"),
        ({"from": 1}, "got the keys from"),
        ({"rgb": "drop", "thermal": "drop"}, "expected one camera"),
        (
            {"rgb": "melt"},
            "unstamp, freeze, shrink, recode, darken, cover, glare; got 'melt'",
        ),
        ({"rgb": "shutter"}, "got 'shutter'"),
        ({"rgb": ["drop"]}, "got ['drop']"),
        (
            {"thermal": "darken", "factor": 0.1},
            "hold, unstamp, freeze, shrink, recode, shutter; got 'darken'",
        ),
        ({"rgb": "drop", "form": 1}, "drop takes from, to; got form"),
        ({"rgb": "darken"}, "`factor` is missing, expected a number from 0 to 1"),
        ({"rgb": "darken", "factor": 1.5}, "`factor`: expected a number from 0 to 1, got 1.5"),
        ({"rgb": "darken", "factor": "0.1"}, "got '0.1'"),
        ({"rgb": "darken", "factor": True}, "got True"),
        ({"rgb": "darken", "factor": math.nan}, "got nan"),
        ({"rgb": "delay", "seconds": -0.1}, "`seconds`: expected a number from 0 to 10, got -0.1"),
        ({"rgb": "delay", "seconds": 11}, "got 11"),
        ({"rgb": "jitter", "seconds": 0.1, "seed": 0.5}, "`seed`: expected a whole number from 0 to"),
        ({"rgb": "drop", "from": -1}, "`from`: expected a number from 0 up, got -1"),
        ({"rgb": "drop", "from": 5, "to": 5}, "expected `to` after `from`, got from 5 to 5"),
    ],
)
def test_a_wrong_entry_is_told_what_was_expected_and_what_came(entry, complaint):
    with pytest.raises(FaultScriptError) as caught:
        parse_fault(entry)
    assert complaint in str(caught.value)


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just([1]))
KEYS = st.sampled_from(
    ["rgb", "thermal", "from", "to", "seconds", "factor", "seed", "level", "strength", "x"]
)


@given(st.one_of(VALUES, st.dictionaries(KEYS, st.one_of(VALUES, st.sampled_from([*KINDS])))))
def test_any_entry_is_a_fault_or_is_refused(entry):
    try:
        fault = parse_fault(entry)
    except FaultScriptError:
        return
    assert fault.camera in KINDS[fault.kind].cameras
    assert 0 <= fault.start < fault.end
    fault.begin()

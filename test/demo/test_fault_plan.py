from __future__ import annotations

import pytest

from csk_ros.demo.fault_plan import expected_mode, next_change, stretch
from csk_ros.mode import Mode
from csk_ros.recording.fault import KINDS
from csk_ros.recording.faults import FaultScript
from csk_ros.share import share_file

SCRIPT = FaultScript.from_list(
    [
        {"rgb": "darken", "factor": 0.1, "from": 2.0, "to": 4.0},
        {"thermal": "shutter", "from": 3.0, "to": 6.0},
        {"rgb": "jitter", "seconds": 0.01, "from": 7.0, "to": 8.0},
    ]
)


@pytest.mark.parametrize(
    ("seconds", "mode"),
    [
        (0.0, Mode.FUSED),
        (2.0, Mode.THERMAL),
        (3.0, None),
        (4.0, Mode.RGB),
        (6.0, Mode.FUSED),
        (7.5, Mode.FUSED),
    ],
)
def test_the_expected_mode_is_that_of_the_cameras_that_see(seconds, mode):
    assert expected_mode(SCRIPT, seconds) is mode


def test_every_kind_of_fault_is_known_to_blind_or_not():
    blinding = {
        kind
        for kind, known in KINDS.items()
        if expected_mode(
            FaultScript.from_list(
                [
                    {known.cameras[0]: kind}
                    | {n: p.low for n, p in known.parameters.items() if p.default is None}
                ]
            ),
            1.0,
        )
        is not Mode.FUSED
    }
    assert set(KINDS) - blinding == {
        *("lose", "delay", "jitter", "overtake", "repeat"),
        *("offset", "drift", "shrink", "recode"),
    }


@pytest.mark.parametrize(
    ("seconds", "change"), [(0.0, 2.0), (2.0, 3.0), (3.5, 4.0), (6.0, 7.0), (8.0, float("inf"))]
)
def test_the_next_change_is_the_next_beginning_or_end(seconds, change):
    assert next_change(SCRIPT, seconds) == change


def test_a_script_is_stretched_to_end_as_long_before_the_end_as_it_begins_after_the_start():
    stretched = stretch(SCRIPT, 20.0)
    assert [(fault.start, fault.end) for fault in stretched.faults] == [(4.0, 8.0), (6.0, 12.0), (14.0, 16.0)]
    assert [fault.kind for fault in stretched.faults] == ["darken", "shutter", "jitter"]
    assert stretched.faults[0].parameters == {"factor": 0.1, "over": 0.0}


def test_a_script_of_the_right_length_stays_as_it_is():
    assert stretch(SCRIPT, 10.0).faults == SCRIPT.faults


@pytest.mark.parametrize("entries", [[], [{"rgb": "drop", "from": 1.0}]])
def test_a_script_without_faults_or_end_is_refused(entries):
    with pytest.raises(ValueError, match=r"at least one fault|have to end"):
        stretch(FaultScript.from_list(entries), 10.0)


def test_the_shipped_script_asks_for_every_mode_and_returns_to_fused_in_between():
    script = FaultScript.load(share_file("config/demo_faults.yaml"))
    assert stretch(script, 24.0).faults == script.faults
    assert [(fault.camera, fault.kind) for fault in script.faults] == [
        ("rgb", "darken"),
        ("rgb", "drop"),
        ("thermal", "shutter"),
    ]
    during = [expected_mode(script, fault.start) for fault in script.faults]
    assert during == [Mode.THERMAL, Mode.THERMAL, Mode.RGB]
    assert {expected_mode(script, fault.end) for fault in script.faults} == {Mode.FUSED}

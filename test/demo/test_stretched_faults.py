from __future__ import annotations

import pytest

from csk_ros.demo.stretched_faults import stretch
from csk_ros.evaluation.judging.expected_mode import expected_mode
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript
from csk_ros.share import share_file

SCRIPT = FaultScript.from_list(
    [
        {"rgb": "darken", "factor": 0.1, "from": 2.0, "to": 4.0},
        {"thermal": "shutter", "from": 3.0, "to": 6.0},
        {"rgb": "jitter", "seconds": 0.01, "from": 7.0, "to": 8.0},
    ]
)


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

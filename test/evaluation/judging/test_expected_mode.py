from __future__ import annotations

import pytest

from csk_ros.evaluation.judging.expected_mode import asks_for_change, expected_mode, next_change
from csk_ros.mode import Mode
from csk_ros.recording.fault import KINDS
from csk_ros.recording.fault_script import FaultScript

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


@pytest.mark.parametrize(
    ("seconds", "mode"), [(0.0, Mode.FUSED), (2.0, Mode.THERMAL), (3.0, None), (4.0, None), (7.5, Mode.FUSED)]
)
def test_where_rgb_is_not_allowed_alone_nothing_is_expected_without_thermal(seconds, mode):
    assert expected_mode(SCRIPT, seconds, allow_rgb=False) is mode


def test_only_a_fault_that_blinds_asks_for_a_change():
    assert [asks_for_change(fault) for fault in SCRIPT.faults] == [True, True, False]


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

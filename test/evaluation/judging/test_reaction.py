from __future__ import annotations

import pytest

from csk_ros.evaluation.judging.mode_span import ModeSpan
from csk_ros.evaluation.judging.reaction import reactions
from csk_ros.recording.faults import FaultScript

DROP = FaultScript.from_list([{"rgb": "drop", "from": 2.0, "to": 5.0}])


def spans(*parts):
    """Spans of (mode, start), each to the start of the next, the last to 10 s."""
    ends = [start for _, start in parts[1:]] + [10.0]
    return [ModeSpan(mode, "", start, end) for (mode, start), end in zip(parts, ends, strict=True)]


def only(script, *parts):
    (reaction,) = reactions(script, spans(*parts))
    return reaction


def test_delays_count_from_the_faults_beginning_and_end():
    reaction = only(DROP, ("fused", 0.1), ("thermal", 2.4), ("fused", 5.7))
    assert (reaction.mode, reaction.return_mode) == ("thermal", "fused")
    assert reaction.delay == pytest.approx(0.4)
    assert reaction.return_delay == pytest.approx(0.7)
    assert reaction.complete


def test_a_mode_that_never_came_is_none():
    reaction = only(DROP, ("fused", 0.1))
    assert reaction.delay is None
    assert reaction.return_delay == 0.0
    assert not reaction.complete


def test_a_mode_that_never_left_is_none_afterwards():
    reaction = only(DROP, ("fused", 0.1), ("thermal", 2.4))
    assert (reaction.delay, reaction.return_delay) == (pytest.approx(0.4), None)
    assert not reaction.complete


def test_a_mode_that_was_in_force_already_took_no_time():
    assert only(DROP, ("thermal", 0.1), ("fused", 5.5)).delay == 0.0


def test_a_mode_that_came_when_the_fault_was_over_came_too_late():
    reaction = only(DROP, ("fused", 0.1), ("thermal", 5.1), ("fused", 5.9))
    assert reaction.delay is None
    assert reaction.return_delay == 0.0


def test_overlapping_faults_are_each_measured_until_the_next_change():
    script = FaultScript.from_list(
        [{"rgb": "drop", "from": 2.0, "to": 5.0}, {"thermal": "drop", "from": 3.0, "to": 6.0}]
    )
    rgb, thermal = reactions(
        script, spans(("fused", 0.0), ("thermal", 2.5), ("none", 3.25), ("rgb", 5.5), ("fused", 6.75))
    )
    assert (rgb.mode, rgb.delay, rgb.return_mode, rgb.return_delay) == ("thermal", 0.5, "rgb", 0.5)
    assert (thermal.mode, thermal.delay) == ("none", 0.25)
    assert (thermal.return_mode, thermal.return_delay) == ("fused", 0.75)


def test_nothing_came_out_at_all():
    (reaction,) = reactions(DROP, [])
    assert (reaction.delay, reaction.return_delay) == (None, None)

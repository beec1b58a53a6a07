from __future__ import annotations

import pytest

from csk_ros.evaluation.judging.mode_span import ModeSpan
from csk_ros.evaluation.judging.reaction import reactions
from csk_ros.recording.fault_script import FaultScript

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


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        (2.0, 5.0, (True, True)),
        (2.0, 9.0, (True, True)),
        (2.0, 9.5, (True, False)),
        (2.0, 10.0, (True, False)),
        (2.0, 20.0, (True, False)),
        (9.5, 20.0, (False, False)),
        (2.0, None, (True, False)),
        (12.0, None, (False, False)),
    ],
)
def test_nothing_is_due_that_the_recording_ended_too_early_for(start, end, due):
    fault = {"rgb": "drop", "from": start} | ({} if end is None else {"to": end})
    # Neither thermal nor fused ever comes, in the ten seconds that there are.
    reaction = only(FaultScript.from_list([fault]), ("rgb", 0.1))
    assert (reaction.delay, reaction.return_delay) == (None, None)
    assert (reaction.is_due, reaction.is_return_due) == due


def test_what_came_was_due_however_short_the_time():
    reaction = only(FaultScript.from_list([{"rgb": "drop", "from": 9.0, "to": 9.8}]), ("fused", 0.1))
    assert (reaction.return_delay, reaction.is_return_due) == (0.0, True)


def test_a_mode_that_the_next_fault_took_the_time_from_was_due():
    script = FaultScript.from_list([{"rgb": "drop", "from": 9.5, "to": 9.6}])
    reaction = only(script, ("thermal", 0.1), ("none", 9.0))
    assert (reaction.delay, reaction.is_due) == (None, True)
    assert (reaction.return_delay, reaction.is_return_due) == (None, False)


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

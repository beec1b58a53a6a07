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
    reaction = only(DROP, ("thermal", 0.1), ("fused", 5.5))
    assert (reaction.delay, reaction.is_already) == (0.0, True)
    assert (reaction.return_delay, reaction.is_return_already) == (0.5, False)


def test_a_mode_that_came_at_once_was_not_there_already():
    reaction = only(DROP, ("fused", 0.1), ("thermal", 2.0), ("fused", 5.0))
    assert (reaction.delay, reaction.is_already) == (0.0, False)
    assert (reaction.return_delay, reaction.is_return_already) == (0.0, False)


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


LATE = [{"rgb": "delay", "seconds": 0.2, "from": 2.0, "to": 5.0}]


@pytest.mark.parametrize(
    ("parts", "left_for"),
    [
        ([("fused", 0.1)], 0.0),
        ([("fused", 0.1), ("thermal", 2.25), ("fused", 5.75)], 2.75),
        ([("fused", 0.1), ("thermal", 2.5), ("none", 3.0), ("fused", 3.25), ("thermal", 6.0)], 0.75),
        # What comes before the first output is no mode that was left.
        ([("fused", 3.0)], 0.0),
    ],
)
def test_a_fault_that_asks_for_no_change_is_judged_by_how_long_the_mode_was_left(parts, left_for):
    reaction = only(FaultScript.from_list(LATE), *parts)
    assert reaction.mode == "fused"
    assert reaction.left_for == left_for


def test_a_fault_that_asks_for_a_change_leaves_the_mode_by_right():
    assert only(DROP, ("fused", 0.1), ("thermal", 2.4), ("fused", 5.7)).left_for is None


def test_until_the_end_of_the_recording_is_until_its_end():
    script = FaultScript.from_list([{"rgb": "delay", "seconds": 0.2, "from": 2.0}])
    assert only(script, ("fused", 0.1), ("thermal", 4.0)).left_for == 6.0


def test_another_fault_meanwhile_changes_what_is_expected():
    script = FaultScript.from_list([*LATE, {"thermal": "drop", "from": 3.0, "to": 4.0}])
    late, drop = reactions(script, spans(("fused", 0.1), ("rgb", 3.25), ("fused", 4.5)))
    assert (late.left_for, drop.left_for) == (0.75, None)
    assert (drop.delay, drop.return_delay) == (0.25, 0.5)


def test_without_rgb_alone_a_fault_of_thermal_asks_for_none():
    script = FaultScript.from_list([{"thermal": "drop", "from": 2.0, "to": 5.0}])
    (reaction,) = reactions(script, spans(("fused", 0.1), ("none", 2.5), ("fused", 5.25)), allow_rgb=False)
    assert (reaction.mode, reaction.delay) == ("none", 0.5)
    assert (reaction.return_mode, reaction.return_delay) == ("fused", 0.25)
    assert reaction.complete

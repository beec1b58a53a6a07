from __future__ import annotations

import pytest

from csk_ros.evaluation.page.expected_change import expected_changes
from support.page_passage import DROP, passage


def test_beginning_and_end_of_a_fault():
    ((during, afterwards),) = expected_changes(passage(DROP))
    assert (during.mode, during.delay) == ("thermal", pytest.approx(0.25))
    assert (afterwards.mode, afterwards.delay) == ("fused", pytest.approx(0.45))
    assert during.is_due
    assert afterwards.is_due
    assert not during.is_missing
    assert during.left_for is None


def test_how_long_a_mode_that_was_to_stay_was_left_belongs_to_the_faults_beginning():
    ((during, afterwards),) = expected_changes(
        passage({"rgb": "delay", "seconds": 0.2, "from": 0.5, "to": 2.0})
    )
    assert (during.mode, during.left_for) == ("fused", pytest.approx(0.75))
    assert afterwards.left_for is None


def test_what_lies_beyond_the_end_is_neither_due_nor_missing():
    until_the_end, too_late = {"rgb": "drop", "from": 1.0}, {"rgb": "drop", "from": 9.0, "to": 10.0}
    (during, afterwards), (never, _) = expected_changes(passage(until_the_end, too_late))
    assert (during.is_due, during.is_missing) == (True, False)
    assert (afterwards.is_due, afterwards.is_missing) == (False, False)
    assert (never.is_due, never.is_missing) == (False, False)


def test_a_mode_that_never_came_is_missing():
    ((during, _),) = expected_changes(passage({"thermal": "drop", "from": 0.2, "to": 0.6}))
    assert (during.mode, during.is_missing) == ("rgb", True)

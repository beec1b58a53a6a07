from __future__ import annotations

from csk_ros.evaluation.page.fault_table import fault_table
from csk_ros.evaluation.page.figure_text import DASH
from support.page_passage import DROP, passage, tables, text, tree


def test_each_fault_with_its_reactions():
    darken = {"rgb": "darken", "factor": 0.01, "from": 2.5}
    drop, dark = tables(fault_table([passage(DROP, darken)]))[0]
    assert drop == [
        "1", "rgb no frames drop", "1.00 s", "2.00 s", "thermal", "0.25 s", "fused", "0.45 s",
    ]  # fmt: skip
    assert dark[:4] == ["2", "rgb dark darken factor 0.01, over 0", "2.50 s", "the end"]
    assert dark[4:] == ["thermal", "not seen", DASH, "recording ended"]


def test_what_the_recording_ended_too_early_for_is_said_to_be():
    shortly_before, after = {"rgb": "drop", "from": 1.0, "to": 3.5}, {"rgb": "drop", "from": 9.0, "to": 10.0}
    ended, late = tables(fault_table([passage(shortly_before, after)]))[0]
    # Fused was in force when the first fault ended; the recording goes on to 3.85 s.
    assert ended[2:] == ["1.00 s", "3.50 s", "thermal", "0.25 s", "fused", "already"]
    assert late[2:] == ["9.00 s", "10.00 s", DASH, "recording ended", DASH, "recording ended"]
    (dark,) = tables(fault_table([passage({"rgb": "darken", "factor": 0.01, "from": 3.0, "to": 3.5})]))[0]
    assert dark[4:] == ["thermal", "not seen", "fused", "already"]
    (dark,) = tables(fault_table([passage({"rgb": "darken", "factor": 0.01, "from": 3.0})]))[0]
    assert dark[4:] == [DASH, "recording ended", DASH, "recording ended"]


def test_a_mode_that_was_to_stay_is_said_to_be_left_or_kept():
    # With any fault the passage is in thermal mode from 1.25 to 2.45 s.
    late = {"rgb": "delay", "seconds": 0.2}
    left, kept = tables(
        fault_table([passage(late | {"from": 0.5, "to": 2.0}, late | {"from": 3.0, "to": 3.5})])
    )[0]
    assert left[4:] == ["fused", "left for 0.75 s", "fused", "0.45 s"]
    assert kept[4:] == ["fused", "kept", "fused", "already"]


def test_passes_without_faults_are_left_out():
    html = fault_table([passage(name="as recorded"), passage(DROP)])
    assert len(tables(html)) == 1
    assert [text(head) for head in tree(html).iter("h3")] == ["with faults"]
    assert fault_table([passage()]) is None

from __future__ import annotations

from csk_ros.evaluation.page.fault_table import fault_table
from csk_ros.evaluation.page.figure_text import DASH
from support.page_passage import DROP, passage, tables, text, tree


def test_each_fault_with_its_reactions():
    darken = {"rgb": "darken", "factor": 0.01, "from": 3.0}
    drop, dark = tables(fault_table([passage(DROP, darken)]))[0]
    assert drop == [
        "1", "rgb no frames drop", "1.00 s", "2.00 s", "thermal", "0.25 s", "fused", "0.45 s",
    ]  # fmt: skip
    assert dark[:4] == ["2", "rgb dark darken factor 0.01, over 0", "3.00 s", "the end"]
    assert dark[4:] == ["thermal", "not seen", DASH, DASH]


def test_passes_without_faults_are_left_out():
    html = fault_table([passage(name="as recorded"), passage(DROP)])
    assert len(tables(html)) == 1
    assert [text(head) for head in tree(html).iter("h3")] == ["with faults"]
    assert fault_table([passage()]) is None

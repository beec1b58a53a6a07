from __future__ import annotations

from csk_ros.evaluation.page.mode_changes import mode_changes
from support.page_passage import DROP, passage, silent_passage, tables


def test_every_mode_with_its_reason():
    (rows,) = tables(mode_changes([passage(DROP)]))
    assert rows == [
        ["0.05 s", "1.20 s", "fused", "both cameras ok"],
        ["1.25 s", "1.20 s", "thermal", "rgb missing"],
        ["2.45 s", "1.40 s", "fused", "both cameras ok"],
    ]


def test_a_list_for_each_pass():
    none, some = tables(mode_changes([silent_passage(), passage()]))
    assert none == [["0.10 s", "0.30 s", "none", "thermal missing, rgb missing"]]
    assert some == [["0.05 s", "3.80 s", "fused", "both cameras ok"]]

"""Lines of the tables, word for word."""

from __future__ import annotations

from dataclasses import replace
from math import nan

from csk_ros.evaluation.degradation.table import as_tables


def test_every_kind_has_a_table_of_its_severities(curves):
    lines = as_tables(curves).splitlines()
    assert lines[0] == "  darken: every value times a factor"
    assert lines[1].split() == [
        *("factor", "fused", "thermal", "rgb", "fused", "-", "thermal"),
        *("mean", "grey", "dark", "level", "glare", "share", "contrast", "the", "node's", "check"),
    ]
    assert [" ".join(line.split()) for line in lines[2:6]] == [
        "as is 0.700 0.500 0.300 + +0.200 [+0.100, +0.300] 81.0 80.0 0.25 12.3 ok",
        "0.5 0.600 0.500 0.300 + +0.100 [+0.050, +0.200] 41.0 40.0 0.25 12.3 ok",
        "0.1 0.500 0.500 0.300 +0.000 [-0.100, +0.100] 9.0 8.0 0.25 12.3 dark 25%",
        "0 0.400 0.500 0.300 - -0.100 [-0.200, -0.050] 1.0 0.0 0.25 12.3 dark 75%, flat 25%",
    ]
    assert lines[6:8] == ["", "  rotate: rgb turned about the middle"]
    assert lines[8].split()[0] == "degrees"
    assert len(lines) == 14


def test_what_there_is_nothing_to_tell_of_is_a_dash(curves):
    point = curves.points["darken"][0]
    nothing = replace(point, fused=nan, rgb=nan, difference=nan, interval=(nan, nan))
    lines = as_tables(replace(curves, thermal=nan, points={"darken": [nothing]})).splitlines()
    assert lines[2].split() == ["as", "is", *"----", "81.0", "80.0", "0.25", "12.3", "ok"]

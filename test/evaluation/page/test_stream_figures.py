from __future__ import annotations

from csk_ros.evaluation.page.figure_text import DASH, percent
from csk_ros.evaluation.page.stream_figures import stream_figures
from support.page_passage import DROP, passage, silent_passage, text, tree


def blocks(*passages):
    """Rows by name, of each table by its heading."""
    return {
        text(table.find(".//thead//th")): {
            text(row[0]): [text(cell) for cell in row[1:]] for row in table.findall(".//tbody/tr")
        }
        for table in tree(stream_figures(passages)).iter("table")
    }


def test_one_pass():
    shown = blocks(passage(DROP))
    assert shown["pictures in"] == {"rgb": ["15 at 3.8 Hz"], "thermal": ["20 at 5.0 Hz"]}
    assert shown["labels out"] == {
        "all": ["19 at 4.8 Hz"],
        "fused": ["13"],
        "thermal": ["6"],
        "rgb": ["0"],
        "bright": ["9"],
        "dark": ["10"],
    }
    assert shown["coverage"] == {
        "thermal frames answered by either camera": [percent(0.95)],
        "thermal frames with labels of their own": [percent(0.95)],
        "thermal frames without": ["1"],
        "longest time without labels": ["0.40 s"],
    }
    assert shown["drops"] == {"thermal: superseded": ["1"]}
    assert shown["latency, p50 / p95 / max"]["thermal"] == ["50 / 50 / 50 ms"]
    assert shown["jitter, p50 / p95 / max"] == {"all": ["0 / 0 / 0 ms"]}
    assert shown["skew, min / p50 / max"] == {"fused pairs": ["4 / 4 / 4 ms"]}
    assert set(shown["time in mode"]) == {"fused", "thermal"}
    assert shown["time in mode"]["thermal"] == [f"1.20 s, {percent(1.2 / 3.8)}"]


def test_a_column_for_each_pass():
    shown = blocks(silent_passage(), passage())
    assert shown["labels out"]["all"] == ["0 at 0.0 Hz", "19 at 4.8 Hz"]
    assert shown["drops"] == {"thermal: failed": ["3", "0"], "thermal: superseded": ["0", "1"]}
    assert shown["latency, p50 / p95 / max"]["all"] == [DASH, "50 / 50 / 50 ms"]


def test_nothing_came_out():
    shown = blocks(silent_passage())
    assert "latency, p50 / p95 / max" not in shown
    assert "skew, min / p50 / max" not in shown
    assert shown["time in mode"] == {"none": [f"0.30 s, {percent(1.0)}"]}

from __future__ import annotations

from csk_ros.evaluation.page.big_numbers import big_numbers
from csk_ros.evaluation.page.figure_text import DASH, percent, share
from support.page_passage import DROP, passage, silent_passage, text, tree

MINUS = "\N{MINUS SIGN}"


def tiles(*passages):
    """What the tiles say, by their names: figure and words of each pass."""
    return {
        text(tile.find("h3")): [
            (text(value.find("strong")), text(value.find("span[@class='detail']")))
            for value in tile.findall("div/div")
        ]
        for tile in tree(big_numbers(passages)).iter("div")
        if tile.get("class") == "tile"
    }


def test_the_figures_that_matter():
    one = passage(DROP)
    shown = tiles(one)
    assert shown["mIoU"] == [(share(one.figures["ground_truth"]["all"]["miou"]), "over 19 pictures")]
    assert shown["answered"] == [(percent(0.95), "of 20 frames")]
    assert shown["longest gap"] == [("0.40 s", "from 0.85 s on")]
    # Thermal's first output comes 0.25 s after the drop began, the next fused one 0.45 s after its end.
    assert shown["worst reaction"] == [("0.45 s", "rgb no frames")]
    assert "agreement" not in shown


def test_agreement_stands_for_accuracy_without_truth():
    one = passage(truth=False, agree=True)
    shown = tiles(one)
    assert "mIoU" not in shown
    assert shown["agreement"] == [(percent(one.figures["agreement"]["pixels"]), "over 19 pictures")]
    assert "worst reaction" not in shown


def test_a_change_that_never_came_is_the_worst():
    late = {"rgb": "drop", "from": 0.2, "to": 0.6}
    assert tiles(passage(late))["worst reaction"] == [("not seen", "1 of 2 changes never came")]


def test_a_fault_until_the_end_owes_no_return():
    assert tiles(passage({"rgb": "drop", "from": 1.0}))["worst reaction"] == [("0.25 s", "rgb no frames")]


def test_two_passes():
    shown = tiles(passage(name="as recorded"), passage(DROP))
    assert shown["worst reaction"][0] == (DASH, "")
    (clean, _), (faulted, words) = shown["mIoU"]
    assert clean == "1.000"
    assert words == f"over 19 pictures, {MINUS}{share(1.0 - float(faulted))}"
    assert shown["longest gap"] == [("0.40 s", "from 0.85 s on"), ("0.40 s", "from 0.85 s on, +0.00 s")]


def test_no_labels_at_all():
    assert tiles(silent_passage()) == {
        "answered": [(percent(0.0), "of 3 frames")],
        "longest gap": [("0.40 s", "from 0.00 s on")],
    }

from __future__ import annotations

from csk_ros.evaluation.page.accuracy import accuracy
from csk_ros.evaluation.page.figure_text import DASH, percent, share
from csk_ros.labels import STREET
from support.page_passage import DROP, passage, tables, text, tree


def test_modes_by_light_are_the_figures_of_the_report():
    one = passage(DROP)
    by_light = tables(accuracy([one], STREET))[0]
    truth = one.figures["ground_truth"]
    whole = truth["all"]
    assert by_light[0][:3] == ["all", str(whole["pictures"]), share(whole["miou"])]
    modes = {row[0]: row[1:] for row in by_light[1:]}
    assert set(modes) == {"fused", "thermal"}
    for mode, row in modes.items():
        judged = [truth["modes"][mode][light] for light in ("all", "bright", "dark")]
        assert row == [
            str(judged[0]["pictures"]),
            *(share(of["miou"]) for of in judged),
            *(percent(of["pixel_accuracy"]) for of in judged),
        ]
    # Worked out by hand: 8 of 192 pixels are wrong, half of class 2; 0 is answered, but nowhere true.
    assert modes["thermal"][1] == share((1.0 + 0.5 + 0.0) / 3)
    assert modes["thermal"][4] == percent(184 / 192)
    assert modes["fused"][1] == "1.000"


def test_classes_have_bars_in_each_mode():
    html = accuracy([passage(DROP)], STREET)
    heads = list(tree(html).iter("table"))[1].findall(".//thead//th")
    assert [text(head) for head in heads] == ["class", "all", "fused", "thermal"]
    by_class = {row[0]: row[1:] for row in tables(html)[1]}
    assert by_class["person"][1:] == ["1.000", "0.500"]
    assert by_class["background"][1:] == [DASH, "0.000"]
    assert by_class["bike"] == [DASH] * 3


def test_confusions_follow_for_all_and_each_mode():
    confusions = tables(accuracy([passage(DROP)], STREET))[2:]
    assert len(confusions) == 3
    assert confusions[2][2] == ["person", "50.0", "0.0", "50.0", "0.0"]


def test_two_passes_stand_side_by_side():
    clean, faulted = passage(name="as recorded"), passage(DROP)
    by_light, by_class, *confusions = tables(accuracy([clean, faulted], STREET))
    # Only the second pass had thermal mode.
    assert [row[:3] for row in by_light] == [
        ["all as recorded", "19", "1.000"],
        ["all with faults", "19", share(faulted.figures["ground_truth"]["all"]["miou"])],
        ["fused as recorded", "19", "1.000"],
        ["fused with faults", "13", "1.000"],
        ["thermal with faults", "6", "0.500"],
    ]
    iou = [one.figures["ground_truth"]["all"]["iou"]["person"] for one in (clean, faulted)]
    assert by_class[2][1] == "".join(map(share, iou))
    assert len(confusions) == 5


def test_without_truth_there_is_no_accuracy():
    assert accuracy([passage(truth=False)], STREET) is None

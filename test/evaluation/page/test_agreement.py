from __future__ import annotations

from csk_ros.evaluation.page.agreement import agreement
from csk_ros.evaluation.page.figure_text import DASH, percent, share
from csk_ros.labels import STREET
from support.page_passage import passage, tables


def test_figures_of_the_report():
    one = passage(truth=False, agree=True)
    figures = one.figures["agreement"]
    (rows,) = tables(agreement([one], STREET))
    assert rows[:3] == [
        ["fused pictures", str(figures["pictures"])],
        ["pixels alike", percent(figures["pixels"])],
        ["mIoU", share(figures["miou"])],
    ]
    assert rows[4] == ["car", share(figures["iou"]["car"])]


def test_nothing_if_thermal_was_never_asked():
    assert agreement([passage(), passage()], STREET) is None


def test_only_one_of_two_passes_has_it():
    (rows,) = tables(agreement([passage(agree=True), passage()], STREET))
    assert all(row[2] == DASH for row in rows)
    assert rows[0][1] == "19"

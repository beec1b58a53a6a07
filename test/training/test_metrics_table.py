"""The scores as `train` prints them."""

from __future__ import annotations

from csk_ros.labels import LabelSet
from csk_ros.training.metrics_table import metrics_table

YARD = LabelSet("yard", ("ground", "tractor"), ((0, 0, 0), (255, 0, 0)))


def figures(miou: float | None, tractor: float | None) -> dict[str, object]:
    iou = {"ground": 0.99} if tractor is None else {"ground": 0.99, "tractor": tractor}
    return {"miou": miou, "iou": iou, "day": None, "night": 0.5}


def test_each_set_has_a_table_with_a_line_a_mode():
    metrics = {
        "val": {"fused": figures(0.80049, 0.61098), "fused, rgb black": figures(None, None)},
        "yard": {"thermal": figures(1.0, 1.0)},
    }
    assert metrics_table(metrics, YARD).splitlines() == [
        "val, IoU",
        "  mode                mIoU   ground   tractor   day   night",
        "  fused              0.800    0.990     0.611   -     0.500",
        "  fused, rgb black       -    0.990         -   -     0.500",
        "yard, IoU",
        "  mode       mIoU   ground   tractor   day   night",
        "  thermal   1.000    0.990     1.000   -     0.500",
    ]


def test_without_validation_sets_that_is_said():
    assert metrics_table({}, YARD) == "nothing was scored: the config names no validation sets"

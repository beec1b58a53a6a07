"""The scores of an experiment's validation sets for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from csk_ros.labels import LabelSet
    from csk_ros.training.validator import Metrics


def metrics_table(metrics: Metrics, label_set: LabelSet) -> str:
    """A table for each validation set: mean IoU, that of each class, and the mean by day and by night.

    Args:
        metrics: of the experiment.
        label_set: its classes.
    """
    if not metrics:
        return "nothing was scored: the config names no validation sets"
    head = ("mode", "mIoU", *label_set.classes, "day", "night")
    lines = []
    for name, modes in metrics.items():
        rows = [(mode, *_cells(figures, label_set)) for mode, figures in modes.items()]
        lines += [f"{name}, IoU", *text_table(head, rows)]
    return "\n".join(lines)


def _cells(figures: dict[str, Any], label_set: LabelSet) -> list[str]:
    values = [
        figures["miou"],
        *(figures["iou"].get(name) for name in label_set.classes),
        *(figures["day"], figures["night"]),
    ]
    return [NOTHING if value is None else f"{value:.3f}" for value in values]

"""Scores for the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csk_ros.evaluation.score.score import Score
    from csk_ros.labels import LabelSet
    from csk_ros.mode import Mode


def as_table(scores: Mapping[Mode, Score], label_set: LabelSet) -> str:
    """IoU of every mode as lines of text: the mean, each class, the mean by day and by night; pixel accuracy.

    Args:
        scores: of one set of pictures.
        label_set: of the scores.
    """
    head = ("mode", "mIoU", *label_set.classes, "day", "night", "pixels right")
    rows = [
        (
            mode.value,
            _figure(score.all.miou),
            *map(_figure, score.all.iou.values()),
            _figure(score.day.miou),
            _figure(score.night.miou),
            _figure(score.all.pixel_accuracy),
        )
        for mode, score in scores.items()
    ]
    return "\n".join(text_table(head, rows))


def _figure(value: float) -> str:
    return NOTHING if math.isnan(value) else f"{value:.3f}"

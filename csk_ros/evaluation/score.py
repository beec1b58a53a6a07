"""How good labels are: intersection over union by class, for every mode."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.labels import UNLABELLED

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from csk_ros.datasets.sample import SampleSource
    from csk_ros.inference.segmenter import Segmenter
    from csk_ros.labels import LabelSet

DARK = "fused, rgb black"
"""Both pictures given, the rgb one black: what darkness, or a cap, does to the fused head."""


@dataclass(frozen=True, eq=False)
class Score:
    """Pixels counted by truth and answer."""

    confusion: NDArray[np.int64]
    """[C, C]: truth by answer; unlabelled pixels are not counted."""

    @property
    def iou(self) -> NDArray[np.float64]:
        """Intersection over union of each class, [C]; NaN for a class that neither truth nor answers have."""
        hits = np.diag(self.confusion)
        union = self.confusion.sum(0) + self.confusion.sum(1) - hits
        iou = np.full(len(hits), np.nan)
        np.divide(hits, union, out=iou, where=union > 0)
        return iou

    @property
    def miou(self) -> float:
        """Mean intersection over union of the classes that there are."""
        return float(np.nanmean(self.iou))

    def figures(self, label_set: LabelSet) -> dict[str, float]:
        """The mean as `mIoU` and each class by name, rounded to a thousandth, for a checkpoint's metrics."""
        by_class = zip(label_set.classes, self.iou.tolist(), strict=True)
        present = {name: round(iou, 3) for name, iou in by_class if not math.isnan(iou)}
        return {"mIoU": round(self.miou, 3)} | present


def confusion_matrix(
    truth: NDArray[np.uint8], answer: NDArray[np.uint8], num_classes: int
) -> NDArray[np.int64]:
    """Count pixels by truth and answer, [C, C]; pixels that the truth leaves unlabelled are not counted.

    Args:
        truth: class ids of any shape, or 255.
        answer: class ids of the same shape.
        num_classes: C; all ids are below it.
    """
    labelled = truth != UNLABELLED
    pairs = truth[labelled].astype(np.int64) * num_classes + answer[labelled]
    return np.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes)


def score(
    segmenter: Segmenter, source: SampleSource, progress: Callable[[], object] = lambda: None
) -> dict[str, Score]:
    """Score the modes `fused`, `thermal`, `rgb`, and `fused` with a black rgb picture, on pairs.

    Args:
        segmenter: the network as a robot runs it.
        source: samples with rgb.
        progress: called after each sample.

    Raises:
        ValueError: a sample has no rgb picture.
    """
    classes = len(segmenter.label_set)
    counts: dict[str, NDArray[np.int64]] = {}
    for index in range(len(source)):
        sample = source[index]
        if sample.rgb is None:
            raise ValueError(f"sample {index} has no rgb picture; scores are taken of pairs")
        inputs = {
            "fused": (sample.rgb, sample.thermal),
            "thermal": (None, sample.thermal),
            "rgb": (sample.rgb, None),
            DARK: (np.zeros_like(sample.rgb), sample.thermal),
        }
        for mode, (rgb, thermal) in inputs.items():
            labels = segmenter(rgb, thermal, confidence=False).labels
            counted = confusion_matrix(sample.labels, labels, classes)
            counts[mode] = counts.get(mode, 0) + counted
        progress()
    return {mode: Score(confusion) for mode, confusion in counts.items()}

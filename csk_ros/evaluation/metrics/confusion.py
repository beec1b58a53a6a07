"""How answers compare with the truth: pixels counted by class, and what follows from the counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torchmetrics.classification import MulticlassConfusionMatrix

from csk_ros.labels import UNLABELLED
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from csk_ros.labels import LabelSet

_PART = 1 << 14
"""Pixels that are counted at once: so few that torch stays in one thread. Where others compute on the same
cores, threads that wait for each other make 50 ms of the 2 ms that a picture of 480x640 takes."""


class ForeignIdsError(ValueError):
    """Ground truth holds ids that the label set does not have."""


class Confusion:
    """Pixels counted by truth and answer, filled picture by picture.

    Args:
        label_set: what ids mean.
    """

    def __init__(self, label_set: LabelSet) -> None:
        self.label_set = label_set
        self.pictures = 0
        """Pictures counted."""
        # A last class for what is none of the label set's: in an answer it is wrong, in the truth unlabelled.
        # The metric's own checks sort every picture, which takes longer than counting it; `add` checks more.
        self._metric = MulticlassConfusionMatrix(len(label_set) + 1, validate_args=False)

    def add(self, truth: NDArray[np.uint8], answer: NDArray[np.uint8]) -> None:
        """Count one picture; pixels that the truth leaves unlabelled are not counted.

        Args:
            truth: u8[H, W] class ids, or 255.
            answer: u8[H, W]; what is no class of the label set, 255 among it, is wrong.

        Raises:
            ValueError: their sizes differ.
            ForeignIdsError: the truth holds an id that is neither in the label set nor 255.
        """
        if truth.shape != answer.shape:
            raise ValueError(f"truth {list(truth.shape)} and answer {list(answer.shape)} differ in size")
        classes = len(self.label_set)
        # Not left out: ids beyond the set mean that the truth was written for another set, in which the
        # ids below them may have other meanings, too. Figures of such a comparison would only look right.
        foreign = (truth >= classes) & (truth != UNLABELLED)
        if foreign.any():
            raise ForeignIdsError(
                f"ground truth has the ids {np.unique(truth[foreign]).tolist()}; label set "
                f"'{self.label_set.name}' has 0 to {classes - 1}, and 255 for unlabelled. Map the ids to "
                "its classes, or to 255 where it has none"
            )
        for part in zip(_parts(answer, classes), _parts(truth, classes), strict=True):
            self._metric.update(*part)
        self.pictures += 1

    @property
    def matrix(self) -> NDArray[np.int64]:
        """Pixels as i64[C, C + 1]: truth down, answer across, the last column of no class."""
        matrix: NDArray[np.int64] = self._metric.confmat[: len(self.label_set)].numpy().copy()
        return matrix

    @property
    def iou(self) -> dict[str, float]:
        """Intersection over union by class; NaN for a class that neither truth nor answers have."""
        return dict(zip(self.label_set.classes, iou_of(self.matrix).tolist(), strict=True))

    @property
    def miou(self) -> float:
        """Mean intersection over union of the classes that there are; NaN if there are none."""
        return float(mean_iou(self.matrix))

    @property
    def pixel_accuracy(self) -> float:
        """Share of the labelled pixels that were answered right; NaN if there are none."""
        return pixel_accuracy(self.matrix)


def _parts(ids: NDArray[np.uint8], classes: int) -> tuple[Tensor, ...]:
    """Flatten a picture of ids, those of no class as `classes`, and cut it up."""
    return torch.split(torch.from_numpy(np.minimum(ids, classes)).flatten(), _PART)


def iou_of(matrices: NDArray[np.int64]) -> NDArray[np.float64]:
    """Intersection over union of every class, f64[..., C], from `Confusion.matrix`, i64[..., C, C + 1].

    NaN for a class that neither truth nor answers have.
    """
    hits = np.diagonal(matrices, axis1=-2, axis2=-1)
    unions = matrices.sum(axis=-1) + matrices[..., :-1].sum(axis=-2) - hits
    return _share(hits, unions)


def mean_iou(matrices: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean of `iou_of`, f64[...], over the classes that there are; NaN if there are none."""
    iou = iou_of(matrices)
    there = ~np.isnan(iou)
    return _share(np.where(there, iou, 0.0).sum(axis=-1), there.sum(axis=-1))


def pixel_accuracy(matrix: NDArray[np.int64]) -> float:
    """Share of the labelled pixels of a `Confusion.matrix`, i64[C, C + 1], that are right; NaN of none."""
    total = matrix.sum()
    return float(np.trace(matrix) / total) if total else math.nan


def _share(part: NDArray[Any], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    """Part of a whole; NaN of nothing."""
    shares = np.full(np.shape(whole), math.nan)
    np.divide(part, whole, out=shares, where=np.asarray(whole > 0))
    return shares


def confusion_by_mode(label_set: LabelSet) -> dict[Mode, Confusion]:
    """Make an empty Confusion for every mode."""
    return {mode: Confusion(label_set) for mode in Mode}

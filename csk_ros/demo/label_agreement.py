"""How well labels agree with the ground truth, by mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.labels import LabelSet
    from csk_ros.mode import Mode


class LabelAgreement:
    """A confusion matrix for each mode, filled picture by picture.

    Args:
        label_set: what ids mean; ground truth of other ids, 255 among them, is left out.
    """

    def __init__(self, label_set: LabelSet) -> None:
        self.label_set = label_set
        self.pictures: dict[Mode, int] = {}
        """Pictures compared in each mode."""
        self._matrices: dict[Mode, NDArray[np.int64]] = {}

    def add(self, mode: Mode, truth: NDArray[np.uint8], labels: NDArray[np.uint8]) -> None:
        """Compare one picture's labels u8[H, W] with its ground truth u8[H, W].

        Raises:
            ValueError: their sizes differ.
        """
        if truth.shape != labels.shape:
            raise ValueError(
                f"ground truth {list(truth.shape)} and labels {list(labels.shape)} differ in size"
            )
        classes = len(self.label_set)
        known = truth < classes
        # A last column for labels that are none of the classes: they are wrong, too.
        columns = np.minimum(labels[known], classes).astype(np.int64)
        cells = truth[known].astype(np.int64) * (classes + 1) + columns
        counts = np.bincount(cells, minlength=classes * (classes + 1)).reshape(classes, classes + 1)
        self._matrices[mode] = self._matrices.get(mode, np.zeros_like(counts)) + counts
        self.pictures[mode] = self.pictures.get(mode, 0) + 1

    def matrix(self, mode: Mode) -> NDArray[np.int64]:
        """Pixels as int64[classes, classes + 1]: ground truth down, labels across, the last of no class."""
        return self._matrices[mode]

    def iou(self, mode: Mode) -> dict[str, float]:
        """Intersection over union of every class that was there or was said to be."""
        matrix = self._matrices[mode]
        classes = len(self.label_set)
        hits = np.diagonal(matrix)
        unions = matrix.sum(axis=1) + matrix[:, :classes].sum(axis=0) - hits
        return {
            name: float(hit / union)
            for name, hit, union in zip(self.label_set.classes, hits, unions, strict=True)
            if union
        }

    def mean_iou(self, mode: Mode) -> float:
        """mIoU: the mean of `iou`."""
        return float(np.mean(list(self.iou(mode).values())))

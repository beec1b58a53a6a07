"""Intersection over union by its definition, slow and plain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.labels import LabelSet


def iou_of_sets(truth: NDArray[np.uint8], answer: NDArray[np.uint8], label_set: LabelSet) -> dict[str, float]:
    """IoU of the sets of pixels that truth and answer give to each class; NaN where both are empty."""
    labelled = truth != 255
    iou = {}
    for class_id, name in enumerate(label_set.classes):
        union = labelled & ((truth == class_id) | (answer == class_id))
        hits = labelled & (truth == class_id) & (answer == class_id)
        iou[name] = float(hits.sum() / union.sum()) if union.any() else math.nan
    return iou

"""Losses on logits: cross entropy and dice, both blind to unlabelled pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by

from csk_ros.labels import UNLABELLED

if TYPE_CHECKING:
    from torch import Tensor


def cross_entropy(logits: Tensor, labels: Tensor, class_weights: Tensor) -> Tensor:
    """Weighted mean cross entropy over the labelled pixels; 0 where there are none.

    Args:
        logits: float[B, C, H, W].
        labels: int64[B, H, W]; 255 is unlabelled.
        class_weights: float[C].
    """
    total = F.cross_entropy(logits, labels, class_weights, ignore_index=UNLABELLED, reduction="sum")
    labelled = labels[labels != UNLABELLED]
    # Without labelled pixels the total is 0, and so has to be the mean.
    return total / class_weights[labelled].sum().clamp(min=class_weights.min())


def dice_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """1 - mean soft dice of the classes that the batch shows; 0 where it shows none.

    Dice of a class = 2 sum(p y) / (sum(p) + sum(y)) over the labelled pixels of the whole batch (V-Net,
    arXiv:1606.04797, with the plain sum in the denominator). A class that the batch lacks has no say:
    its dice is 0 whatever the network does.

    Args:
        logits: float[B, C, H, W].
        labels: int64[B, H, W]; 255 is unlabelled.
    """
    labelled = labels != UNLABELLED
    probabilities = logits.softmax(1).movedim(1, -1)[labelled]
    truth = F.one_hot(labels[labelled], logits.shape[1]).to(probabilities.dtype)
    pixels = truth.sum(0)
    dice = 2 * (probabilities * truth).sum(0) / (probabilities.sum(0) + pixels).clamp(min=1)
    present = (pixels > 0).to(dice.dtype)
    return ((1 - dice) * present).sum() / present.sum().clamp(min=1)


def segmentation_loss(logits: Tensor, labels: Tensor, class_weights: Tensor, dice_weight: float) -> Tensor:
    """Cross entropy + `dice_weight` * dice; arguments as there."""
    return cross_entropy(logits, labels, class_weights) + dice_weight * dice_loss(logits, labels)

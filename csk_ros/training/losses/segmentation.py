"""Losses on logits: cross entropy and dice, both blind to unlabelled pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by
from pydantic import Field
from pydantic.dataclasses import dataclass

from csk_ros.config_file import STRICT
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


@dataclass(frozen=True, config=STRICT)
class SegmentationLoss:
    """Cross entropy and dice of a head, at half the crops' resolution."""

    class_weights: tuple[Annotated[float, Field(gt=0)], ...]
    """Weight of each class in the cross entropy."""
    dice_weight: Annotated[float, Field(ge=0)] = 0.5
    """Weight of the dice loss beside the cross entropy."""

    def __call__(self, logits: Tensor, labels: Tensor, usable: Tensor) -> Tensor:
        """Compute the loss of a batch.

        Args:
            logits: float[B, C, h, w].
            labels: int64[B, H, W]; 255 is unlabelled.
            usable: bool[B]; pictures that show nothing teach nothing.
        """
        labels = only_usable(labels, usable)[:, ::2, ::2]
        # In half precision the sums over a batch would not hold.
        logits = logits.float()
        logits = F.interpolate(logits, size=labels.shape[1:], mode="bilinear", align_corners=False)
        weights = torch.tensor(self.class_weights, dtype=logits.dtype, device=logits.device)
        return cross_entropy(logits, labels, weights) + self.dice_weight * dice_loss(logits, labels)


def only_usable(labels: Tensor, usable: Tensor) -> Tensor:
    """Take the labels [B, H, W] away from the pictures that show nothing, usable: bool[B]."""
    return torch.where(usable[:, None, None], labels, UNLABELLED)

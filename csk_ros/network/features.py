"""What a network computes on the way to its logits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor


class BranchFeatures(NamedTuple):
    """One modality's features, as distillation and contrast need them."""

    encoder: Tensor
    """E: the encoder's deepest map, [B, C, h, w]."""
    decoder: Tensor
    """F: the decoder's output, which the heads read, [B, C, h, w]."""


class Features(NamedTuple):
    """The features of both modalities; None where a modality is absent."""

    rgb: BranchFeatures | None
    thermal: BranchFeatures | None

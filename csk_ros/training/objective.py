"""The loss of one step: every head learns from the pictures that show it enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812 - the name everybody knows it by

from csk_ros.labels import UNLABELLED
from csk_ros.network.features import Features
from csk_ros.training.losses import segmentation_loss

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.csk_net import CSKNet
    from csk_ros.training.crop_dataset import TrainingCrop


@dataclass(frozen=True)
class Objective:
    """Cross entropy and dice on the three heads, at half the crops' resolution."""

    class_weights: tuple[float, ...]
    """Weight of each class in the cross entropy."""
    dice_weight: float

    def __call__(
        self, network: CSKNet, pairs: TrainingCrop, thermal_only: TrainingCrop | None, *, exchange: bool
    ) -> dict[str, Tensor]:
        """Compute the losses of the heads `fused`, `thermal` and `rgb`.

        Args:
            network: in training mode.
            pairs: a batch of crops with rgb.
            thermal_only: a batch of further crops for the thermal head.
            exchange: whether rgb takes channels from thermal. Without it, the rgb branch
                learns to do on its own.
        """
        if exchange:
            features = network.features(pairs.rgb, pairs.thermal)
        else:
            features = Features(
                rgb=network.features(pairs.rgb, None).rgb,
                thermal=network.features(None, pairs.thermal).thermal,
            )
        logits = network.heads(features)
        usable = {
            "fused": pairs.rgb_usable | pairs.thermal_usable,
            "thermal": pairs.thermal_usable,
            "rgb": pairs.rgb_usable,
        }
        scored = {
            head: (output, _labels(pairs.labels, usable[head]))
            for head, output in logits._asdict().items()
            if output is not None
        }
        if thermal_only is not None:
            more = network(None, thermal_only.thermal).thermal
            more_labels = _labels(thermal_only.labels, thermal_only.thermal_usable)
            output, labels = scored["thermal"]
            scored["thermal"] = torch.cat((output, more)), torch.cat((labels, more_labels))
        return {head: self._loss(output, labels) for head, (output, labels) in scored.items()}

    def _loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        labels = labels[:, ::2, ::2]
        logits = F.interpolate(logits, size=labels.shape[1:], mode="bilinear", align_corners=False)
        weights = torch.tensor(self.class_weights, dtype=logits.dtype, device=logits.device)
        return segmentation_loss(logits, labels, weights, self.dice_weight)


def _labels(labels: Tensor, usable: Tensor) -> Tensor:
    """Take the labels away from the pictures that show nothing: [B, H, W]."""
    return torch.where(usable[:, None, None], labels, UNLABELLED)

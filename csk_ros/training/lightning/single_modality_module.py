"""The plain network of one camera in training: the rgb teacher, and baselines to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from csk_ros.training.lightning.training_module import TrainingModule

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.per_modality import Modality
    from csk_ros.network.single_modality_net import SingleModalityNet
    from csk_ros.training.lightning.optimizer import OptimizerSettings
    from csk_ros.training.lightning.training_module import Batch
    from csk_ros.training.losses.segmentation import SegmentationLoss


class SingleModalityModule(TrainingModule):
    """A `SingleModalityNet` with the loss of its head.

    Args:
        network: changed in place.
        modality: whose pictures it sees; a thermal one sees those of thermal-only data sets, too.
        loss: of its head.
        optimizer: see there.
        steps: of the whole run.
    """

    network: SingleModalityNet

    def __init__(
        self,
        network: SingleModalityNet,
        modality: Modality,
        loss: SegmentationLoss,
        optimizer: OptimizerSettings,
        steps: int,
    ) -> None:
        super().__init__(optimizer, steps)
        self.network = network
        self._modality = modality
        self._loss = loss

    def losses(self, batch: Batch, _step: int) -> dict[str, Tensor]:
        """Compute the head's loss."""
        pairs = batch["pairs"]
        if self._modality == "rgb":
            return {"rgb": self._loss(self.network(pairs.rgb), pairs.labels, pairs.rgb_usable)}
        parts = [pairs, *(batch[name] for name in ("thermal_only",) if name in batch)]
        thermal, labels, usable = (
            torch.cat([getattr(part, member) for part in parts])
            for member in ("thermal", "labels", "thermal_usable")
        )
        return {"thermal": self._loss(self.network(thermal), labels, usable)}

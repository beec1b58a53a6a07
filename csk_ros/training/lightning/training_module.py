"""What every training has in common, as Lightning wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from pytorch_lightning import LightningModule
from torch.optim.lr_scheduler import LambdaLR

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.csk_net import CSKNet
    from csk_ros.network.single_modality_net import SingleModalityNet
    from csk_ros.training.crops.crop_dataset import TrainingCrop
    from csk_ros.training.lightning.optimizer import OptimizerSettings

LOG_EVERY = 10
"""Steps from one logged value to the next."""

Batch = dict[str, "TrainingCrop"]
"""`pairs`, and `thermal_only` where there are such data sets."""


class TrainingModule(LightningModule):
    """A network in training: its losses are summed, logged and followed downhill.

    Args:
        optimizer: see there.
        steps: of the whole run, which the learning rate is laid out for.
    """

    network: CSKNet | SingleModalityNet

    def __init__(self, optimizer: OptimizerSettings, steps: int) -> None:
        super().__init__()
        self._optimizer_settings = optimizer
        self._steps = steps

    def losses(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Compute the losses of a step by name, each already multiplied by its weight."""
        raise NotImplementedError

    def training_step(self, batch: Batch, _index: int) -> Tensor:
        """Compute a step's loss.

        Raises:
            FloatingPointError: it is not finite any more.
        """
        losses = self.losses({name: _channels_last(crops) for name, crops in batch.items()}, self.global_step)
        total = torch.stack(list(losses.values())).sum()
        # Decided together: a process that stops alone leaves the others waiting.
        if not self.trainer.strategy.reduce_boolean_decision(bool(torch.isfinite(total))):
            values = {name: float(loss.detach()) for name, loss in losses.items()}
            raise FloatingPointError(
                f"the loss at step {self.global_step} is not finite: {values}; "
                "lower optimizer.learning_rate or optimizer.clip_norm, and start anew in another --run-dir"
            )
        self.log_dict({f"loss/{name}": loss.detach() for name, loss in losses.items()})
        self.log("loss", total.detach(), prog_bar=True)
        return total

    def configure_optimizers(self) -> Any:
        """Make the optimizer and its learning rate's course, for Lightning."""
        optimizer = self._optimizer_settings.build(self)
        schedule = LambdaLR(optimizer, lambda step: self._optimizer_settings.factor_at(step, self._steps))
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": schedule, "interval": "step", "name": "learning_rate"},
        }


def _channels_last(crops: TrainingCrop) -> TrainingCrop:
    """Lay the pictures out as convolutions are fastest; a batch of one channel is so either way."""
    return crops._replace(
        rgb=crops.rgb.contiguous(memory_format=torch.channels_last),
        clean_rgb=crops.clean_rgb.contiguous(memory_format=torch.channels_last),
    )

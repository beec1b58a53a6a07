"""Scores on the validation sets while a training goes on."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from pytorch_lightning import Callback

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytorch_lightning import LightningModule, Trainer
    from torch import nn

    from csk_ros.training.lightning.weight_average import WeightAverage


class Validation(Callback):
    """Score the averaged network at saved states, for TensorBoard and the terminal.

    Args:
        average: of the weights.
        every: steps; scores are taken at the saved states that are multiples of it.
        score: tells figures by name for a network, which it may change.
    """

    def __init__(
        self, average: WeightAverage, every: int, score: Callable[[nn.Module], dict[str, float]]
    ) -> None:
        self._average = average
        self._every = every
        self._score = score

    def on_train_epoch_end(self, trainer: Trainer, pl_module: LightningModule) -> None:  # noqa: ARG002 - Lightning's
        """Score if it is time."""
        if trainer.global_step % self._every or not trainer.is_global_zero:
            return
        figures = self._score(copy.deepcopy(self._average.module.network))
        for logger in trainer.loggers:
            logger.log_metrics(figures, step=trainer.global_step)
        values = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        trainer.print(f"step {trainer.global_step}: {values}")

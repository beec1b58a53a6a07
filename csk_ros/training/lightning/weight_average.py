"""The moving average of the weights, which is better than the last ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
from pytorch_lightning.callbacks import WeightAveraging

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.training.lightning.training_module import TrainingModule


class WeightAverage(WeightAveraging):
    """Exponential moving average of weights and batch norm statistics, one update a step.

    In the first steps it forgets faster, or the random start would count for hundreds of steps: the decay of
    update n is at most (1 + n) / (10 + n), as in TensorFlow's ExponentialMovingAverage.

    Args:
        decay: part of the average that each step keeps, 0..1; 0 follows the last weights.
        device: where the average lives; that of the training, or each step copies all weights.
    """

    def __init__(self, decay: float, device: torch.device) -> None:
        self._decay = decay
        super().__init__(device=device, multi_avg_fn=self.update)

    @property
    def module(self) -> TrainingModule:
        """The training's module with the averaged weights; there once training has begun."""
        if self._average_model is None:
            raise RuntimeError("there is no average of the weights before training has begun")
        return cast("TrainingModule", self._average_model.module)

    @torch.no_grad()
    def update(self, averaged: list[Tensor], current: list[Tensor], updates: Tensor | int) -> None:
        """Average tensors of one type, in place, with their values after the latest step.

        Args:
            averaged: the average so far.
            current: the values after the step.
            updates: number of updates before this one, 1 or more.
        """
        if averaged[0].is_floating_point():
            decay = min(self._decay, (1 + int(updates)) / (10 + int(updates)))
            torch._foreach_lerp_(averaged, current, 1 - decay)
            return
        # Counters, masks and indices are no quantities: a mean of them, rounded down, is another channel.
        for ours, theirs in zip(averaged, current, strict=True):
            ours.copy_(theirs)

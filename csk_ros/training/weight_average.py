"""The moving average of the weights, which is better than the last ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pytorch_lightning.callbacks import WeightAveraging

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.training.training_module import TrainingModule


class WeightAverage(WeightAveraging):
    """Exponential moving average of weights and batch norm statistics, one update a step.

    In the first steps it forgets faster, or the random start would count for hundreds of steps: the decay of
    update n is at most (1 + n) / (10 + n), as in TensorFlow's ExponentialMovingAverage.

    Args:
        decay: part of the average that each step keeps, 0..1; 0 follows the last weights.
    """

    def __init__(self, decay: float) -> None:
        self._decay = decay
        super().__init__(avg_fn=self.average)

    @property
    def module(self) -> TrainingModule:
        """The training's module with the averaged weights; there once training has begun."""
        if self._average_model is None:
            raise RuntimeError("there is no average of the weights before training has begun")
        return cast("TrainingModule", self._average_model.module)

    def average(self, averaged: Tensor, current: Tensor, updates: Tensor | int) -> Tensor:
        """Average one tensor with its value after the latest step; `updates` is the number before it."""
        # Counters, masks and indices are no quantities: a mean of them, rounded down, is another channel.
        if not averaged.is_floating_point():
            return current
        decay = min(self._decay, (1 + int(updates)) / (10 + int(updates)))
        return averaged.lerp(current, 1 - decay)

"""Optimizer and learning rate: which weights learn, and how fast."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

import torch
from pydantic import Field
from pydantic.dataclasses import dataclass

from csk_ros.config_file import STRICT

if TYPE_CHECKING:
    from torch import nn

    from csk_ros.network.encoder import Encoder

_POLY_POWER = 0.9
"""Of DeepLab's decay (arXiv:1606.00915, section 4.1)."""


@dataclass(frozen=True, config=STRICT)
class OptimizerSettings:
    """What moves the weights."""

    kind: Literal["adamw", "sgd"] = "adamw"
    learning_rate: Annotated[float, Field(gt=0)] = 1.5e-3
    """At its highest, for all but the encoder."""
    encoder_factor: Annotated[float, Field(gt=0)] = 0.4
    """The encoder's learning rate, as a part of the others'."""
    weight_decay: Annotated[float, Field(ge=0)] = 1e-2
    """Of matrices; scales and biases have none."""
    momentum: Annotated[float, Field(ge=0, lt=1)] = 0.9
    """Of SGD."""
    decay: Literal["cosine", "poly"] = "cosine"
    """How the learning rate falls to 0: along a cosine, or as (1 - step / steps)^0.9."""
    warmup_steps: Annotated[int, Field(ge=0)] = 30
    """Steps in which the learning rate rises from 0, linearly."""
    clip_norm: Annotated[float, Field(gt=0)] = 5.0
    """The gradient's norm is limited to this."""
    frozen_blocks: Annotated[int, Field(ge=0)] | None = None
    """First blocks of the encoder that keep their weights, together with the stem; batch norm statistics
    adapt. None lets all of them learn."""

    def factor_at(self, step: int, steps: int) -> float:
        """Part of the highest learning rate that step 0 .. steps - 1 of a run uses."""
        warmup = min(1.0, (step + 1) / (self.warmup_steps + 1))
        progress = min(1.0, step / steps)
        if self.decay == "poly":
            return warmup * math.pow(1 - progress, _POLY_POWER)
        return warmup * 0.5 * (1 + math.cos(math.pi * progress))

    def build(self, module: nn.Module) -> torch.optim.Optimizer:
        """Make the optimizer of a module's weights; the encoder's are those with `encoder` in their name."""
        groups: dict[tuple[float, float], list[nn.Parameter]] = {}
        for name, parameter in module.named_parameters():
            if parameter.requires_grad:
                factor = self.encoder_factor if "encoder" in name.split(".") else 1.0
                decay = self.weight_decay if parameter.ndim > 1 else 0.0
                groups.setdefault((factor, decay), []).append(parameter)
        parameters = [
            {"params": members, "lr": self.learning_rate * factor, "weight_decay": decay}
            for (factor, decay), members in groups.items()
        ]
        if self.kind == "sgd":
            return torch.optim.SGD(parameters, momentum=self.momentum)
        return torch.optim.AdamW(parameters)


def freeze_early(encoder: Encoder, blocks: int) -> None:
    """Let the stem and the first blocks of an encoder keep their weights.

    Raises:
        ValueError: the encoder has fewer blocks.
    """
    for module in encoder.early_modules(blocks):
        module.requires_grad_(requires_grad=False)

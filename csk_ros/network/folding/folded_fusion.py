"""The Gated Spectral Unit with a convolution for each gate, so that no map has to be split."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

import torch
from torch import nn

from csk_ros.network.gated_spectral_unit import GatedSpectralUnit

if TYPE_CHECKING:
    from torch import Tensor


class _Gate(nn.Module):
    def __init__(self, both: nn.Conv2d) -> None:
        super().__init__()
        self.value, self.gate = (_half(both, number) for number in (0, 1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(self.value(x)) * torch.sigmoid(self.gate(x))


class _FoldedGatedSpectralUnit(nn.Module):
    def __init__(self, unit: GatedSpectralUnit) -> None:
        super().__init__()
        self.rgb = _Gate(unit.rgb)
        self.thermal = _Gate(unit.thermal)
        self.both = _Gate(unit.both)

    def forward(self, rgb: Tensor, thermal: Tensor) -> Tensor:
        return cast("Tensor", self.rgb(rgb) + self.thermal(thermal) + self.both(rgb + thermal))


def fold_fusion(fusion: nn.Module) -> nn.Module:
    """Give a module that fuses as a trained one does: [B, C, h, w] of rgb and of thermal to the same."""
    if isinstance(fusion, GatedSpectralUnit):
        return _FoldedGatedSpectralUnit(fusion)
    return copy.deepcopy(fusion)


def _half(both: nn.Conv2d, number: int) -> nn.Conv2d:
    channels = both.out_channels // 2
    part = nn.Conv2d(both.in_channels, channels, 1)
    part.weight = nn.Parameter(both.weight.detach()[number * channels :][:channels].clone())
    part.bias = nn.Parameter(cast("Tensor", both.bias).detach()[number * channels :][:channels].clone())
    return part

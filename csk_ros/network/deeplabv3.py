"""DeepLabV3's atrous spatial pyramid pooling as a decoder: the paper's kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

_RATES = (6, 12, 18)
"""Of the dilated convolutions at output stride 16 (arXiv:1706.05587, section 4)."""


class DeepLabV3Decoder(nn.Module):
    """Look at the encoder's deepest map at several dilations and as a whole, and project (arXiv:1706.05587).

    That the two decoders are DeepLabV3's is known from the paper (arXiv:2312.02240).

    Args:
        in_channels: of the encoder's features, finest first; only the last one is used.
        channels: of the output.
    """

    def __init__(self, in_channels: Sequence[int], channels: int = 256) -> None:
        super().__init__()
        self.channels = channels
        deepest = in_channels[-1]
        self.branches = nn.ModuleList([_conv(deepest, channels, 1)])
        self.branches.extend(_conv(deepest, channels, 3, rate) for rate in _RATES)
        # No batch norm here: one pixel a picture is no statistics when the batch is small.
        self.pooled = nn.Conv2d(deepest, channels, 1)
        self.project = _conv((len(self.branches) + 1) * channels, channels, 1)

    def forward(self, features: Sequence[Tensor]) -> Tensor:
        """Decode to [B, channels, h, w], the size of the deepest map."""
        x = features[-1]
        pooled = functional.relu(self.pooled(x.mean((2, 3), keepdim=True)))
        branches = [branch(x) for branch in self.branches]
        y: Tensor = self.project(torch.cat([*branches, pooled.expand_as(branches[0])], dim=1))
        return y


def _conv(in_channels: int, out_channels: int, kernel: int, rate: int = 1) -> nn.Sequential:
    padding = rate * (kernel // 2)
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel, padding=padding, dilation=rate, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(inplace=True),
    )

"""A feature pyramid of depthwise separable convolutions: the decoder for robots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor


class LightDecoder(nn.Module):
    """Merge an encoder's features from stride 32 up to stride 4 (after FPN, arXiv:1612.03144).

    Ours, for robots: the paper's decoder (arXiv:2312.02240) is DeepLabV3.

    Args:
        in_channels: of the encoder's features, finest first; the first one (stride 2) is not used.
        channels: of the output.
    """

    def __init__(self, in_channels: Sequence[int], channels: int = 64) -> None:
        super().__init__()
        self.channels = channels
        self.laterals = nn.ModuleList(
            nn.Sequential(nn.Conv2d(c, channels, 1, bias=False), nn.BatchNorm2d(channels))
            for c in in_channels[1:]
        )
        self.refinements = nn.ModuleList(_separable_conv(channels) for _ in in_channels[1:])

    def forward(self, features: Sequence[Tensor]) -> Tensor:
        """Decode to [B, channels, ceil(H / 4), ceil(W / 4)]."""
        maps = [lateral(x) for lateral, x in zip(self.laterals, features[1:], strict=True)]
        x: Tensor = self.refinements[-1](maps[-1])
        for finer, refine in zip(maps[-2::-1], list(self.refinements)[-2::-1], strict=True):
            # To the finer map's own size: with odd inputs it is not exactly twice the coarser one's.
            x = functional.interpolate(x, size=finer.shape[2:], mode="bilinear", align_corners=False)
            x = refine(x + finer)
        return x


def _separable_conv(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(inplace=True),
        nn.Conv2d(channels, channels, 1, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(inplace=True),
    )

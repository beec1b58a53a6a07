"""The Gated Spectral Unit: how the rgb and the thermal decoder's features become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor


class GatedSpectralUnit(nn.Module):
    """h = sum over k of tanh(W_k x_k + b_k) * sigmoid(V_k x_k + c_k), x_k of F_rgb, F_thermal and their sum.

    Known from the paper (arXiv:2312.02240): each of the three passes a tanh and a sigmoid of its own, the
    products are summed, no Fourier transform. That W and V are 1x1 convolutions is our reading, after the
    gated multimodal unit (arXiv:1702.01992).
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        # W_k and V_k of one input in one convolution: first half tanh, second half sigmoid.
        self.rgb = nn.Conv2d(channels, 2 * channels, 1)
        self.thermal = nn.Conv2d(channels, 2 * channels, 1)
        self.both = nn.Conv2d(channels, 2 * channels, 1)

    def forward(self, rgb: Tensor, thermal: Tensor) -> Tensor:
        """Fuse two maps [B, C, h, w] to one of the same shape; values are within -3..3."""
        gated = [_gate(conv(x)) for conv, x in self._inputs(rgb, thermal).values()]
        return gated[0] + gated[1] + gated[2]

    def openness(self, rgb: Tensor, thermal: Tensor) -> dict[str, float]:
        """Mean of each input's sigmoid, 0 shut to 1 open: whom the unit listens to."""
        with torch.no_grad():
            return {
                name: float(torch.sigmoid(conv(x).chunk(2, dim=1)[1]).mean())
                for name, (conv, x) in self._inputs(rgb, thermal).items()
            }

    def _inputs(self, rgb: Tensor, thermal: Tensor) -> dict[str, tuple[nn.Conv2d, Tensor]]:
        return {
            "rgb": (self.rgb, rgb),
            "thermal": (self.thermal, thermal),
            "both": (self.both, rgb + thermal),
        }


class SumFusion(nn.Module):
    """F_rgb + F_thermal: what the Gated Spectral Unit is compared with. No parameters."""

    def forward(self, rgb: Tensor, thermal: Tensor) -> Tensor:
        """Add two maps [B, C, h, w]."""
        return rgb + thermal


def _gate(x: Tensor) -> Tensor:
    value, gate = x.chunk(2, dim=1)
    return torch.tanh(value) * torch.sigmoid(gate)

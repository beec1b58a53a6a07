"""What a backbone offers: features at several strides, and where its spatial layers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from torch import nn

if TYPE_CHECKING:
    from torch import Tensor


class Encoder(nn.Module):
    """An ImageNet backbone without its classifier: [B, 3, H, W] -> features, finest first."""

    channels: ClassVar[tuple[int, ...]]
    """Channels of each feature map."""
    strides: ClassVar[tuple[int, ...]]
    """Stride of each feature map: its size is the input's over this, rounded up."""

    def forward(self, x: Tensor) -> list[Tensor]:
        """Encode normalised pictures [B, 3, H, W]."""
        raise NotImplementedError

    def spatial_norms(self) -> dict[str, int]:
        """Name the batch norm after each block's spatial convolution, with the stride of its map."""
        raise NotImplementedError

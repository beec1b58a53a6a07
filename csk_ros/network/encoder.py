"""What a backbone offers: features at several strides, and where its spatial layers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from torch import nn

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    def early_modules(self, blocks: int) -> list[nn.Module]:
        """List the stem's modules and the first blocks: what sees the picture first.

        Raises:
            ValueError: there are fewer blocks.
        """
        raise NotImplementedError

    @staticmethod
    def _first(stem: Sequence[nn.Module], blocks: Sequence[nn.Module], count: int) -> list[nn.Module]:
        if not 0 <= count <= len(blocks):
            raise ValueError(f"the encoder has {len(blocks)} blocks, not {count}")
        return [*stem, *blocks[:count]]

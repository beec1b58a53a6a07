"""Convolution with TensorFlow's SAME padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from torch import Tensor


class SameConv2d(nn.Conv2d):
    """A convolution without bias, padded so that the output is the input over stride, rounded up.

    Where the padding is odd, the extra row and column are at the bottom and at the right, as TensorFlow has
    it: networks trained there lose their answers with symmetric padding.
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int, *, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__(in_channels, out_channels, kernel_size, stride, groups=groups, bias=False)

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - the name in nn.Conv2d
        """Convolve [B, C, H, W] to [B, out_channels, ceil(H / stride), ceil(W / stride)]."""
        height, width = (self._padding(input.shape[2 + axis], axis) for axis in (0, 1))
        if height % 2 == 0 and width % 2 == 0:
            x, padding = input, (height // 2, width // 2)
        else:
            # A convolution pads both ends alike; what is odd costs a copy of the map.
            ends = (width // 2, width - width // 2, height // 2, height - height // 2)
            x, padding = functional.pad(input, ends), (0, 0)
        return functional.conv2d(x, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)

    def _padding(self, size: int, axis: int) -> int:
        """Rows or columns that an axis of `size` gets, both ends together."""
        kernel, stride = self.kernel_size[axis], self.stride[axis]
        return max((-(-size // stride) - 1) * stride + kernel - size, 0)

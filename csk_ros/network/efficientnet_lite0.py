"""EfficientNet-Lite0 as an encoder: the backbone for robots."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from torch import nn
from torch.nn import functional

from csk_ros.network.encoder import Encoder
from csk_ros.network.same_padding import SameConv2d

if TYPE_CHECKING:
    from torch import Tensor

_BATCH_NORM_EPS = 1e-3
_STEM_CHANNELS = 32


class _Stage(NamedTuple):
    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


# EfficientNet-B0's stages (arXiv:1905.11946, table 1); Lite0 differs by having no squeeze-and-excitation, by
# ReLU6, and by a stem that is not scaled.
_STAGES = (
    _Stage(1, 3, 1, 1, 16),
    _Stage(2, 3, 2, 6, 24),
    _Stage(2, 5, 2, 6, 40),
    _Stage(3, 3, 2, 6, 80),
    _Stage(3, 5, 1, 6, 112),
    _Stage(4, 5, 2, 6, 192),
    _Stage(1, 3, 1, 6, 320),
)


class InvertedResidual(nn.Module):
    """Expand by 1x1, depthwise convolution, project by 1x1; added to the input where the shapes agree."""

    def __init__(
        self, in_channels: int, out_channels: int, *, kernel: int, stride: int, expansion: int
    ) -> None:
        super().__init__()
        width = in_channels * expansion
        self.expand = SameConv2d(in_channels, width, 1) if expansion > 1 else None
        self.expand_norm = _batch_norm(width) if expansion > 1 else None
        self.depthwise = SameConv2d(width, width, kernel, stride=stride, groups=width)
        self.depthwise_norm = _batch_norm(width)
        self.project = SameConv2d(width, out_channels, 1)
        self.project_norm = _batch_norm(out_channels)
        self.stride = stride
        self.residual = stride == 1 and in_channels == out_channels

    def forward(self, x: Tensor) -> Tensor:
        """Transform [B, in_channels, H, W] to [B, out_channels, ceil(H / stride), ceil(W / stride)]."""
        y: Tensor = x
        if self.expand is not None and self.expand_norm is not None:
            y = functional.relu6(self.expand_norm(self.expand(y)), inplace=True)
        y = functional.relu6(self.depthwise_norm(self.depthwise(y)), inplace=True)
        y = self.project_norm(self.project(y))
        return x + y if self.residual else y


class EfficientNetLite0(Encoder):
    """EfficientNet-Lite0 without its classifier; expects pictures normalised as (x - 127) / 128.

    `stem` and `blocks[i]` can be frozen one by one. 2,958,848 parameters.
    """

    channels: ClassVar[tuple[int, ...]] = (16, 24, 40, 112, 320)
    strides: ClassVar[tuple[int, ...]] = (2, 4, 8, 16, 32)

    def __init__(self) -> None:
        super().__init__()
        self.stem = SameConv2d(3, _STEM_CHANNELS, 3, stride=2)
        self.stem_norm = _batch_norm(_STEM_CHANNELS)
        self.blocks = nn.ModuleList()
        channels = _STEM_CHANNELS
        for stage in _STAGES:
            for repeat in range(stage.repeats):
                self.blocks.append(
                    InvertedResidual(
                        channels,
                        stage.channels,
                        kernel=stage.kernel,
                        stride=stage.stride if repeat == 0 else 1,
                        expansion=stage.expansion,
                    )
                )
                channels = stage.channels
        self._block_strides = _block_strides()
        # The last block of each stride gives that stride's feature map.
        last_blocks = {stride: i for i, stride in enumerate(self._block_strides)}
        self._feature_blocks = frozenset(last_blocks.values())

    def forward(self, x: Tensor) -> list[Tensor]:
        """Encode [B, 3, H, W] to five maps at strides 2 to 32."""
        x = functional.relu6(self.stem_norm(self.stem(x)), inplace=True)
        features = []
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in self._feature_blocks:
                features.append(x)
        return features

    def spatial_norms(self) -> dict[str, int]:
        """Name the batch norms of the depthwise convolutions, with the stride of their maps."""
        return {f"blocks.{i}.depthwise_norm": stride for i, stride in enumerate(self._block_strides)}

    def early_modules(self, blocks: int) -> list[nn.Module]:
        """List the stem, its norm and the first of the 16 blocks."""
        return self._first((self.stem, self.stem_norm), list(self.blocks), blocks)


def _batch_norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=_BATCH_NORM_EPS)


def _block_strides() -> list[int]:
    """Stride of each block's output against the input picture."""
    strides, stride = [], 2
    for stage in _STAGES:
        stride *= stage.stride
        strides += [stride] * stage.repeats
    return strides

"""ResNet-50 at output stride 16 as an encoder: the paper's kind of backbone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from torch import nn
from torch.nn import functional

from csk_ros.network.encoder import Encoder

if TYPE_CHECKING:
    from torch import Tensor

_EXPANSION = 4


class Bottleneck(nn.Module):
    """1x1, 3x3 (with the stride and the dilation), 1x1, added to the input or its projection."""

    def __init__(self, in_channels: int, width: int, *, stride: int, dilation: int) -> None:
        super().__init__()
        out_channels = width * _EXPANSION
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(
            width, width, 3, stride=stride, padding=dilation, dilation=dilation, bias=False
        )
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.downsample: nn.Module = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x: Tensor) -> Tensor:
        """Transform [B, in_channels, H, W] to [B, 4 * width, ceil(H / stride), ceil(W / stride)]."""
        y = functional.relu(self.bn1(self.conv1(x)), inplace=True)
        y = functional.relu(self.bn2(self.conv2(y)), inplace=True)
        y = self.bn3(self.conv3(y)) + self.downsample(x)
        return functional.relu(y, inplace=True)


class ResNet50(Encoder):
    """ResNet-50 (arXiv:1512.03385) without its classifier; the last stage is dilated instead of strided.

    The names of its weights are torchvision's, so that ImageNet weights from there load once those of the
    classifier are left out. 23,508,032 parameters.
    """

    channels: ClassVar[tuple[int, ...]] = (256, 512, 1024, 2048)
    strides: ClassVar[tuple[int, ...]] = (4, 8, 16, 16)

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = _layer(64, 64, blocks=3)
        self.layer2 = _layer(256, 128, blocks=4, stride=2)
        self.layer3 = _layer(512, 256, blocks=6, stride=2)
        # As in DeepLabV3 (arXiv:1706.05587): the first block keeps the rate of the stage before it.
        self.layer4 = _layer(1024, 512, blocks=3, dilation=2, first_dilation=1)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Encode [B, 3, H, W] to four maps at strides 4, 8, 16 and 16."""
        x = self.maxpool(functional.relu(self.bn1(self.conv1(x)), inplace=True))
        features = []
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = layer(x)
            features.append(x)
        return features

    def spatial_norms(self) -> dict[str, int]:
        """Name the batch norms of the 3x3 convolutions, with the stride of their maps."""
        layers = (self.layer1, self.layer2, self.layer3, self.layer4)
        return {
            f"layer{number}.{block}.bn2": stride
            for number, (layer, stride) in enumerate(zip(layers, self.strides, strict=True), start=1)
            for block in range(len(layer))
        }

    def early_modules(self, blocks: int) -> list[nn.Module]:
        """List the first convolution, its norm and the first of the 16 bottlenecks."""
        layers = (self.layer1, self.layer2, self.layer3, self.layer4)
        return self._first((self.conv1, self.bn1), [block for layer in layers for block in layer], blocks)


def _layer(
    in_channels: int,
    width: int,
    *,
    blocks: int,
    stride: int = 1,
    dilation: int = 1,
    first_dilation: int | None = None,
) -> nn.Sequential:
    first = Bottleneck(in_channels, width, stride=stride, dilation=first_dilation or dilation)
    rest = (Bottleneck(width * _EXPANSION, width, stride=1, dilation=dilation) for _ in range(1, blocks))
    return nn.Sequential(first, *rest)

"""The plain segmentation network for one modality: baseline and rgb teacher."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from torch import nn

from csk_ros.network.backbones import build_decoder, build_encoder
from csk_ros.network.features import BranchFeatures
from csk_ros.network.three_channels import three_channels

if TYPE_CHECKING:
    from torch import Tensor


class SingleModalityNet(nn.Module):
    """Encoder, decoder and head for rgb or for thermal.

    What CSK-Net's thermal-only inference is measured against: it costs the same (known from the paper,
    arXiv:2312.02240).

    Args:
        num_classes: channels of the logits.
        backbone: one of `backbones.BACKBONES`.

    Raises:
        ValueError: there is no such backbone.
    """

    def __init__(self, num_classes: int, *, backbone: str = "efficientnet_lite0") -> None:
        super().__init__()
        self.encoder = build_encoder(backbone)
        self.decoder = build_decoder(backbone)
        self.head = nn.Conv2d(self.decoder.channels, num_classes, 1)

    def features(self, picture: Tensor) -> BranchFeatures:
        """Encode and decode normalised pictures [B, 3, H, W] (rgb) or [B, 1, H, W] (thermal)."""
        maps = self.encoder(three_channels(picture))
        return BranchFeatures(encoder=maps[-1], decoder=self.decoder(maps))

    def forward(self, picture: Tensor) -> Tensor:
        """Segment normalised pictures [B, 3 or 1, H, W] to logits [B, num_classes, h, w]."""
        return cast("Tensor", self.head(self.features(picture).decoder))

"""The ordinary network that thermal-only inference is measured against, in the place of CSK-Net."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from csk_ros.benchmark.random_network import settle_norms
from csk_ros.network.csk_net import Logits
from csk_ros.network.single_modality_net import SingleModalityNet

if TYPE_CHECKING:
    from torch import Tensor


class PlainInEveryMode(nn.Module):
    """Answers with one plain network whatever is asked, so that it is exported as CSK-Net is.

    Args:
        num_classes: channels of the logits.
        backbone: one of `backbones.BACKBONES`; the weights are random.
    """

    def __init__(self, num_classes: int, backbone: str) -> None:
        super().__init__()
        self.network = SingleModalityNet(num_classes, backbone=backbone)
        settle_norms(self.network, lambda rgb, _: self.network(rgb))

    def forward(self, rgb: Tensor | None, thermal: Tensor | None) -> Logits:
        """Segment thermal pictures [B, 1, H, W] or, without any, rgb ones [B, 3, H, W].

        Raises:
            ValueError: both are None.
        """
        picture = rgb if thermal is None else thermal
        if picture is None:
            raise ValueError("give an rgb picture, a thermal picture, or both; both are None")
        logits = self.network(picture)
        return Logits(logits, logits, logits)

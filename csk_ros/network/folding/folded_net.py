"""A trained CSK-Net for inference: batch norms folded away, exchange as groups of channels."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from torch import nn

from csk_ros.network.csk_net import Logits
from csk_ros.network.feature_exchange import exchange_layers
from csk_ros.network.folding.branch import BranchGraph
from csk_ros.network.folding.exchange import borrow, lend
from csk_ros.network.folding.folded_fusion import fold_fusion

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.csk_net import CSKNet


class FoldedNet(nn.Module):
    """Computes what a trained network computes, up to rounding, with fewer and larger operations.

    Every modality has its own copy of the shared convolutions with its batch norms folded in, which is as
    fast as any way to keep them shared. rgb has two: with thermal's channels and alone.

    Args:
        network: trained; left as it is.
    """

    def __init__(self, network: CSKNet) -> None:
        super().__init__()
        self.thermal = BranchGraph(network, "thermal")
        self.rgb = BranchGraph(network, "rgb")
        self.borrowed = {
            name: layer.channels
            for name, layer in exchange_layers(network.encoder).items()
            if layer.channels.numel()
        }
        self.lending_thermal = BranchGraph(network, "thermal")
        self.borrowing_rgb = BranchGraph(network, "rgb")
        lend(self.lending_thermal, self.borrowed)
        borrow(self.borrowing_rgb, self.borrowed)
        self.fuse = fold_fusion(network.fuse)
        self.rgb_head = copy.deepcopy(network.rgb_head)
        self.thermal_head = copy.deepcopy(network.thermal_head)
        self.fused_head = copy.deepcopy(network.fused_head)
        self.eval()
        self.requires_grad_(requires_grad=False)

    def forward(self, rgb: Tensor | None, thermal: Tensor | None) -> Logits:
        """Segment pictures as `CSKNet` does; of the three logits only that of the mode is there.

        Raises:
            ValueError: both are None.
        """
        if rgb is not None and thermal is not None:
            thermal_features, loans = self.lending_thermal(thermal)
            fused = self.fuse(self.borrowing_rgb(rgb, loans), thermal_features)
            return Logits(fused=self.fused_head(fused), thermal=None, rgb=None)
        if thermal is not None:
            return Logits(fused=None, thermal=self.thermal_head(self.thermal(thermal)), rgb=None)
        if rgb is not None:
            return Logits(fused=None, thermal=None, rgb=self.rgb_head(self.rgb(rgb)))
        raise ValueError("give an rgb picture, a thermal picture, or both; both are None")

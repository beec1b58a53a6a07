"""One modality's way from picture to decoder features, its batch norms folded into its convolutions."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, cast

from torch import Tensor, fx, nn
from torch.nn.utils import fuse_conv_bn_eval

from csk_ros.network.per_modality import one_modality
from csk_ros.network.same_padding import SameConv2d

if TYPE_CHECKING:
    from csk_ros.network.csk_net import CSKNet
    from csk_ros.network.per_modality import Modality

ENCODER = "encoder"
"""Its name inside a branch."""


class _Branch(nn.Module):
    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def forward(self, picture: Tensor) -> Tensor:
        return cast("Tensor", self.decoder(self.encoder(picture)))


class _Tracer(fx.Tracer):
    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        # Its padding depends on its input's size, which is only known at run time.
        return isinstance(m, SameConv2d) or super().is_leaf_module(m, module_qualified_name)


class BranchGraph(fx.GraphModule):
    """Encoder and decoder of one modality: normalised pictures [B, C, H, W] to features [B, F, h, w].

    C is 3 for rgb. A thermal picture has one channel, which the trained network repeats three times: the
    first convolution is given the sum of its three channels instead.

    Args:
        network: trained; left as it is.
        which: the modality.
    """

    def __init__(self, network: CSKNet, which: Modality) -> None:
        decoder = network.rgb_decoder if which == "rgb" else network.thermal_decoder
        branch = _Branch(one_modality(network.encoder, which), copy.deepcopy(decoder)).eval()
        super().__init__(branch, _Tracer().trace(branch))
        norms = self._norms()
        self.activations = {
            name: _only_user(norms[f"{ENCODER}.{name}"]) for name in network.encoder.spatial_norms()
        }
        """By the name of the batch norm of a spatial convolution: the node of the activation behind it."""
        for node in norms.values():
            self._fold(node)
        if which == "thermal":
            self._take_one_channel()
        self.delete_all_unused_submodules()
        self.recompile()

    def convolution(self, node: fx.Node) -> nn.Conv2d:
        """Give the convolution that a node calls."""
        return cast("nn.Conv2d", self.get_submodule(str(node.target)))

    def replace(self, node: fx.Node, convolution: nn.Conv2d) -> None:
        """Let a node call another convolution."""
        self.set_submodule(str(node.target), convolution)

    def _norms(self) -> dict[str, fx.Node]:
        calls = (node for node in self.graph.nodes if node.op == "call_module")
        norms = (node for node in calls if isinstance(self.get_submodule(node.target), nn.BatchNorm2d))
        return {node.target: node for node in norms}

    def _fold(self, node: fx.Node) -> None:
        convolution = cast("fx.Node", node.args[0])
        norm = cast("nn.BatchNorm2d", self.get_submodule(str(node.target)))
        self.replace(convolution, fuse_conv_bn_eval(self.convolution(convolution), norm))
        node.replace_all_uses_with(convolution)
        self.graph.erase_node(node)

    def _take_one_channel(self) -> None:
        first = next(node for node in self.graph.nodes if node.op == "call_module")
        convolution = copy.deepcopy(self.convolution(first))
        convolution.weight = nn.Parameter(convolution.weight.detach().sum(1, keepdim=True))
        convolution.in_channels = 1
        self.replace(first, convolution)


def _only_user(node: fx.Node) -> fx.Node:
    (user,) = node.users
    return user

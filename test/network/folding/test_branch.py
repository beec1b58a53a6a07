"""One modality's way as a graph of its own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from csk_ros.network.folding.branch import BranchGraph
from support.uneven_networks import pair, uneven_network

if TYPE_CHECKING:
    from csk_ros.network.csk_net import CSKNet
    from csk_ros.network.per_modality import Modality

BACKBONES = {"efficientnet_lite0": 32, "resnet50": 64}


@lru_cache
def network_of(backbone: str) -> CSKNet:
    """A network, made once: folding leaves it as it is."""
    return uneven_network(backbone=backbone)


@pytest.mark.parametrize("which", ["rgb", "thermal"])
@pytest.mark.parametrize("backbone", BACKBONES)
def test_it_gives_the_features_of_its_decoder(backbone: str, which: Modality):
    network = network_of(backbone)
    rgb, thermal = pair(torch.float64)
    branch = BranchGraph(network, which)
    with torch.inference_mode():
        if which == "rgb":
            (expected, _), found = network.features(rgb, None), branch(rgb)
        else:
            (_, expected), found = network.features(None, thermal), branch(thermal)
    assert expected is not None
    torch.testing.assert_close(found, expected.decoder, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("which", "channels"), [("rgb", 3), ("thermal", 1)])
@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_first_convolution_takes_what_a_camera_gives(backbone: str, which: Modality, channels: int):
    branch = BranchGraph(network_of(backbone), which)
    calls = [node for node in branch.graph.nodes if node.op == "call_module"]
    first = branch.convolution(calls[0])
    assert isinstance(first, nn.Conv2d)
    assert first.in_channels == channels
    assert first.weight.shape[:2] == (BACKBONES[backbone], channels)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_activation_behind_every_spatial_norm_is_known(backbone: str):
    network = network_of(backbone)
    branch = BranchGraph(network, "rgb")
    assert list(branch.activations) == list(network.encoder.spatial_norms())
    for name, node in branch.activations.items():
        assert node.target in {nn.functional.relu, nn.functional.relu6}
        norm = network.encoder.get_submodule(name)
        (convolution,) = node.all_input_nodes
        assert branch.convolution(convolution).out_channels == norm.rgb.num_features


def test_a_convolution_can_be_replaced():
    network = network_of("efficientnet_lite0")
    branch = BranchGraph(network, "thermal")
    calls = [node for node in branch.graph.nodes if node.op == "call_module"]
    *_, last = (node for node in calls if isinstance(branch.convolution(node), nn.Conv2d))
    old = branch.convolution(last)
    new = nn.Conv2d(old.in_channels, 5, 1).double()
    new.weight = nn.Parameter(torch.zeros_like(new.weight))
    branch.replace(last, new)
    assert branch.convolution(last) is new
    with torch.inference_mode():
        found = branch(pair(torch.float64)[1])
    assert found.shape[1] == 5

"""Networks that say different things in different places without having been trained."""

from __future__ import annotations

import torch
from torch import nn

from csk_ros.labels import STREET
from csk_ros.network.csk_net import CSKNet


def lively_network(seed: int = 0) -> CSKNet:
    """Make a CSK-Net of random weights whose batch norms know the statistics of blotchy pictures.

    With fresh batch norms the activations of a random network fade away, and one class gets every pixel.
    """
    torch.manual_seed(seed)
    network = CSKNet(len(STREET)).train()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 0.5
    with torch.no_grad():
        for _ in range(4):
            coarse = torch.rand(4, 4, 6, 8) * 2 - 1
            pictures = nn.functional.interpolate(coarse, size=(64, 96), mode="bicubic")
            network(pictures[:, :3], pictures[:, 3:])
    return network.eval()

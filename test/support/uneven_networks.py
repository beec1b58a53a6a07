"""Networks in whose batch norms no two channels are alike, as after training."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from csk_ros.network.csk_net import CSKNet
from csk_ros.network.feature_exchange import exchange_layers


def uneven_network(seed: int = 0, **arguments: Any) -> CSKNet:
    """Make a CSK-Net of random weights, double precision, with random gammas, biases and statistics.

    The statistics are near those of noise, so that activations neither fade away nor grow. In double
    precision, a difference is a difference and not rounding.

    Args:
        seed: of all that is random.
        arguments: of `CSKNet`, but for the number of classes, which is 3.
    """
    torch.manual_seed(seed)
    network = CSKNet(3, **arguments).double().train()
    norms = {module for module in network.modules() if isinstance(module, nn.BatchNorm2d)}
    with torch.no_grad():
        for norm in norms:
            norm.momentum = 0.5
            norm.weight.uniform_(0.3, 1.5).mul_(torch.rand_like(norm.weight).sub(0.3).sign())
            norm.bias.normal_(0, 0.3)
        for _ in range(2):
            network(*pair(torch.float64, (40, 56)))
        for norm in norms:
            norm.running_mean.add_(0.2 * torch.randn_like(norm.running_mean))
            norm.running_var.mul_(torch.empty_like(norm.running_var).uniform_(0.7, 1.4))
    if network.exchange_rule is not None:
        for layer in exchange_layers(network.encoder).values():
            layer.choose(network.exchange_rule)
    return network.eval()


def pair(dtype: torch.dtype, size: tuple[int, int] = (70, 102)) -> tuple[torch.Tensor, torch.Tensor]:
    """Make two pictures of each camera, of a size that no stride divides: [2, 3, H, W] and [2, 1, H, W]."""
    return torch.randn(2, 3, *size, dtype=dtype), torch.randn(2, 1, *size, dtype=dtype)

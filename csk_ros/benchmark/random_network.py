"""Networks that have not been trained, for what depends on their size alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from csk_ros.inference.checkpoint import save_checkpoint
from csk_ros.inference.checkpoint_metadata import ARCHITECTURE, CheckpointMetadata
from csk_ros.inference.normalization import Normalization
from csk_ros.labels import LabelSet
from csk_ros.network.csk_net import CSKNet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import Tensor

SEED = 20

MARGIN = 100.0
"""By so much the first class is ahead: without it, where classes are level, every rounding changes the label,
and a runtime that answers right would be refused."""

_PASSES = 3
_PICTURES = (4, 64, 96)
"""Number, height and width."""


def write_random_checkpoint(path: Path, backbone: str, classes: int, input_size: tuple[int, int]) -> None:
    """Write a CSK-Net with random weights.

    Args:
        path: the file.
        backbone: one of `backbones.BACKBONES`.
        classes: number of them, 1..255.
        input_size: height and width in pixels.

    Raises:
        ValueError: there is no such backbone, or too few or too many classes.
    """
    names = tuple(f"class {number}" for number in range(classes))
    label_set = LabelSet("random", names, ((0, 0, 0),) * classes)
    torch.manual_seed(SEED)
    network = CSKNet(classes, backbone=backbone)
    settle_norms(network, network)
    with torch.no_grad():
        for head in (network.fused_head, network.thermal_head, network.rgb_head):
            if head.bias is not None:
                head.bias[0] += MARGIN
    metadata = CheckpointMetadata(
        ARCHITECTURE, network.arguments, label_set, Normalization(), input_size, {"data": "none"}
    )
    save_checkpoint(path, network, metadata)


def settle_norms(network: nn.Module, forward: Callable[[Tensor, Tensor], object]) -> None:
    """Give batch norms the statistics of some pictures, so that activations neither fade nor explode.

    Arithmetic with the tiniest numbers would cost more than a trained network's. The network is in
    evaluation mode afterwards.

    Args:
        network: changed in place.
        forward: runs it on rgb [B, 3, H, W] and thermal [B, 1, H, W].
    """
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.5
    number, height, width = _PICTURES
    network.train()
    with torch.no_grad():
        for _ in range(_PASSES):
            forward(
                torch.rand(number, 3, height, width) * 2 - 1, torch.rand(number, 1, height, width) * 2 - 1
            )
    network.eval()
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum

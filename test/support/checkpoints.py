"""Checkpoints of networks that answer at once and with several classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from csk_ros.inference.checkpoint import CheckpointMetadata, save_checkpoint
from csk_ros.inference.normalization import Normalization
from csk_ros.labels import STREET
from csk_ros.network.csk_net import CSKNet
from support.pictures import HEIGHT, WIDTH, rgb_picture, thermal_picture

if TYPE_CHECKING:
    from pathlib import Path


def write_random_checkpoint(path: Path, seed: int = 0) -> Path:
    """Write a small-input CSK-Net with random weights; its labels are arbitrary but varied."""
    torch.manual_seed(seed)
    network = CSKNet(len(STREET)).eval()
    _let_every_class_win_somewhere(network)
    save_checkpoint(
        path,
        network,
        CheckpointMetadata(
            architecture="csk_net",
            arguments=network.arguments,
            label_set=STREET,
            normalization=Normalization(),
            input_size=(HEIGHT, WIDTH),
            training={},
            metrics={},
        ),
    )
    return path


def _let_every_class_win_somewhere(network: CSKNet) -> None:
    """Centre each head's logits class by class: random ones favour one class everywhere."""
    normalization = Normalization()
    rgb = torch.from_numpy(normalization.rgb(rgb_picture(0)))[None]
    stretched = normalization.stretch_thermal(thermal_picture(0))
    thermal = torch.from_numpy(normalization.standardise_thermal(stretched))[None]
    with torch.no_grad():
        logits = network(rgb, thermal)
        heads = {"fused": network.fused_head, "thermal": network.thermal_head, "rgb": network.rgb_head}
        for name, head in heads.items():
            spread, mean = torch.std_mean(getattr(logits, name), dim=(0, 2, 3))
            head.weight /= spread[:, None, None, None]
            head.bias -= mean
            head.bias /= spread

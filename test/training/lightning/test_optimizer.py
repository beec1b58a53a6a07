"""The optimizer: learning rates over a run, who learns how fast, who does not learn."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from csk_ros.network.backbones import BACKBONES, build_encoder
from csk_ros.network.single_modality_net import SingleModalityNet
from csk_ros.training.lightning.optimizer import OptimizerSettings, freeze_early


def test_the_cosine_warms_up_and_falls_to_nothing():
    settings = OptimizerSettings(warmup_steps=9)
    assert settings.factor_at(0, 100) == pytest.approx(0.1)
    assert settings.factor_at(50, 100) == pytest.approx(0.5)
    assert settings.factor_at(75, 100) == pytest.approx(0.1464, abs=1e-4)
    assert settings.factor_at(100, 100) == pytest.approx(0.0)


def test_poly_falls_by_the_power_of_0_9():
    settings = OptimizerSettings(decay="poly", warmup_steps=0)
    assert settings.factor_at(0, 40) == 1.0
    assert settings.factor_at(20, 40) == pytest.approx(0.5359, abs=1e-4)
    assert settings.factor_at(40, 40) == 0.0


def test_encoder_and_vectors_have_rates_of_their_own():
    network = SingleModalityNet(3)
    optimizer = OptimizerSettings(learning_rate=0.1, encoder_factor=0.5, weight_decay=0.3).build(network)
    found = {
        id(parameter): (group["lr"], group["weight_decay"])
        for group in optimizer.param_groups
        for parameter in group["params"]
    }
    assert isinstance(optimizer, torch.optim.AdamW)
    assert len(found) == len(list(network.parameters()))
    assert found[id(network.encoder.stem.weight)] == (0.05, 0.3)
    assert found[id(network.encoder.stem_norm.weight)] == (0.05, 0.0)
    assert found[id(network.head.weight)] == (0.1, 0.3)
    assert found[id(network.head.bias)] == (0.1, 0.0)


def test_sgd_has_its_momentum():
    optimizer = OptimizerSettings(kind="sgd", momentum=0.8).build(nn.Linear(2, 2))
    assert isinstance(optimizer, torch.optim.SGD)
    assert all(group["momentum"] == 0.8 for group in optimizer.param_groups)


@pytest.mark.parametrize(("backbone", "stem"), zip(BACKBONES, ("stem", "conv1"), strict=True))
def test_frozen_are_the_stem_and_the_first_blocks_and_nothing_else(backbone: str, stem: str):
    encoder = build_encoder(backbone)
    freeze_early(encoder, 2)
    frozen = {name for name, p in encoder.named_parameters() if not p.requires_grad}
    blocks = ("blocks.0.", "blocks.1.") if backbone == "efficientnet_lite0" else ("layer1.0.", "layer1.1.")
    norm = "stem_norm." if stem == "stem" else "bn1."
    expected = {n for n, _ in encoder.named_parameters() if n.startswith((f"{stem}.", norm, *blocks))}
    assert frozen == expected
    assert f"{stem}.weight" in frozen


def test_more_blocks_than_there_are_cannot_be_frozen():
    with pytest.raises(ValueError, match="the encoder has 16 blocks, not 17"):
        freeze_early(build_encoder("efficientnet_lite0"), 17)


def test_what_is_frozen_is_not_optimised():
    network = SingleModalityNet(3)
    freeze_early(network.encoder, 0)
    optimizer = OptimizerSettings().build(network)
    optimised = {id(p) for group in optimizer.param_groups for p in group["params"]}
    assert id(network.encoder.stem.weight) not in optimised
    assert id(network.encoder.blocks[0].depthwise.weight) in optimised

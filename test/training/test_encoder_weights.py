"""Where an encoder starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from csk_ros.network.backbones import build_encoder
from csk_ros.training.config import NetworkSettings
from csk_ros.training.efficientnet_lite0_weights import imagenet_weights
from csk_ros.training.encoder_weights import encoder_weights

if TYPE_CHECKING:
    from pathlib import Path


def test_random_weights_are_none(tmp_path: Path):
    assert encoder_weights(NetworkSettings(encoder_weights="random"), tmp_path) is None


def test_imagenet_weights_of_the_backbone_for_robots(tmp_path: Path):
    weights = encoder_weights(NetworkSettings(), tmp_path)
    assert weights is not None
    assert weights["stem.weight"].equal(imagenet_weights()["stem.weight"])


def test_a_file_of_torchvisions_weights_for_resnet50(tmp_path: Path):
    torch.manual_seed(0)
    encoder = build_encoder("resnet50")
    classifier = {"fc.weight": torch.zeros(1000, 2048), "fc.bias": torch.zeros(1000)}
    torch.save(encoder.state_dict() | classifier, tmp_path / "resnet50.pt")
    weights = encoder_weights(NetworkSettings("resnet50", "resnet50.pt"), tmp_path)
    assert weights is not None
    assert set(weights) == set(encoder.state_dict())
    assert weights["conv1.weight"].equal(encoder.conv1.weight)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (NetworkSettings(encoder_weights="resnet50.pt"), "starts from imagenet or random"),
        (NetworkSettings("resnet50", "imagenet"), r"no package carries .* or say random"),
        (NetworkSettings("resnet50", "empty.pt"), "empty.pt holds no weights"),
        (NetworkSettings("resnet50", "list.pt"), "list.pt holds no weights"),
        (NetworkSettings("resnet50", "text.pt"), "text.pt holds no weights"),
    ],
)
def test_what_cannot_be_had_is_said(tmp_path: Path, settings: NetworkSettings, message: str):
    (tmp_path / "empty.pt").touch()
    (tmp_path / "text.pt").write_text("weights", encoding="utf-8")
    torch.save([1, 2], tmp_path / "list.pt")
    with pytest.raises(ValueError, match=message):
        encoder_weights(settings, tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"none\.pt"):
        encoder_weights(NetworkSettings("resnet50", "none.pt"), tmp_path)

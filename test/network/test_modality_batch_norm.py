"""Two batch norms in one place: which answers, which learns, and what conversion keeps."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

from csk_ros.network.backbones import BACKBONES, build_encoder
from csk_ros.network.modality_batch_norm import ModalityBatchNorm2d
from csk_ros.network.per_modality import modality


def randomise_norms(module):
    """Give every batch norm weights and statistics of its own, near a trained network's."""
    generator = torch.Generator().manual_seed(3)
    for norm in module.modules():
        if isinstance(norm, nn.BatchNorm2d):
            for tensor in (norm.weight.data, norm.running_var):
                tensor.copy_(torch.rand(tensor.shape, generator=generator) + 0.5)
            for tensor in (norm.bias.data, norm.running_mean):
                tensor.copy_(torch.randn(tensor.shape, generator=generator) * 0.1)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("which", ["rgb", "thermal"])
def test_conversion_keeps_the_encoders_answers(backbone, which):
    encoder = build_encoder(backbone).eval()
    randomise_norms(encoder)
    picture = torch.randn(1, 3, 33, 48, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        before = encoder(picture)
        with modality(ModalityBatchNorm2d.convert(encoder), which):
            after = encoder(picture)
    for expected, feature in zip(before, after, strict=True):
        assert torch.equal(expected, feature)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_conversion_adds_one_more_set_of_norm_scalars_and_nothing_else(backbone):
    encoder = build_encoder(backbone)
    norms = [m for m in encoder.modules() if isinstance(m, nn.BatchNorm2d)]
    scalars = sum(n.weight.numel() + n.bias.numel() for n in norms)
    before = sum(p.numel() for p in encoder.parameters())
    ModalityBatchNorm2d.convert(encoder)
    assert sum(p.numel() for p in encoder.parameters()) == before + scalars
    converted = [m for m in encoder.modules() if isinstance(m, ModalityBatchNorm2d)]
    assert [m.rgb for m in converted] == norms


def test_conversion_of_a_lone_norm_and_of_a_converted_module():
    norm = nn.BatchNorm2d(4)
    converted = ModalityBatchNorm2d.convert(norm)
    assert isinstance(converted, ModalityBatchNorm2d)
    assert converted.rgb is norm
    assert converted.thermal is not norm
    again = ModalityBatchNorm2d.convert(nn.Sequential(converted))
    assert again[0] is converted
    assert isinstance(converted.rgb, nn.BatchNorm2d)


def test_each_modality_answers_by_its_own_values():
    norm = ModalityBatchNorm2d(nn.BatchNorm2d(1, eps=0.0)).eval()
    norm.thermal.running_mean.fill_(2.0)
    norm.thermal.running_var.fill_(4.0)
    norm.thermal.weight.data.fill_(3.0)
    norm.thermal.bias.data.fill_(1.0)
    x = torch.full((1, 1, 1, 1), 6.0)
    with modality(norm, "rgb"):
        assert norm(x).item() == 6.0
    with modality(norm, "thermal"):
        assert norm(x).item() == (6.0 - 2.0) / 2.0 * 3.0 + 1.0


def test_only_the_selected_modality_learns():
    layers = ModalityBatchNorm2d.convert(nn.Sequential(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(2)))
    rgb_before = copy.deepcopy(layers[1].rgb.state_dict())
    with modality(layers, "thermal"):
        layers(torch.randn(2, 1, 3, 3) + 5).square().sum().backward()
    for name, value in layers[1].rgb.state_dict().items():
        assert torch.equal(value, rgb_before[name])
    assert all(p.grad is None for p in layers[1].rgb.parameters())
    assert all(p.grad is not None for p in layers[1].thermal.parameters())
    assert layers[0].weight.grad is not None
    assert layers[1].thermal.num_batches_tracked == 1


def test_a_modality_has_to_be_selected():
    norm = ModalityBatchNorm2d(nn.BatchNorm2d(1))
    with pytest.raises(RuntimeError, match="no modality is selected"):
        norm(torch.zeros(1, 1, 2, 2))


def test_selection_is_restored_also_after_an_error():
    norm = ModalityBatchNorm2d(nn.BatchNorm2d(1))
    with modality(norm, "rgb"):
        with modality(norm, "thermal"):
            assert norm.modality == "thermal"
        assert norm.modality == "rgb"
        with pytest.raises(ValueError, match="more than 1 value"), modality(norm, "thermal"):
            norm(torch.zeros(1, 1, 1, 1))
        assert norm.modality == "rgb"
    assert norm.modality is None


def test_selection_needs_a_known_modality_and_a_converted_module():
    norm = ModalityBatchNorm2d(nn.BatchNorm2d(1))
    with pytest.raises(ValueError, match="'rgb' and 'thermal', not 'infrared'"), modality(norm, "infrared"):
        pass
    plain = nn.BatchNorm2d(1)
    with pytest.raises(ValueError, match=r"ModalityBatchNorm2d.convert first"), modality(plain, "rgb"):
        pass

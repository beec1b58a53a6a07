"""The gated spectral unit against its formula."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from csk_ros.network.gated_spectral_unit import GatedSpectralUnit, SumFusion


def test_parameters_at_256_channels():
    assert sum(p.numel() for p in GatedSpectralUnit(256).parameters()) == 394_752
    assert list(SumFusion().parameters()) == []


def test_it_is_the_formula():
    torch.manual_seed(6)
    unit = GatedSpectralUnit(3)
    rgb, thermal = torch.randn(2, 3, 2, 2), torch.randn(2, 3, 2, 2)
    h = unit(rgb, thermal)
    for b, y, x in torch.cartesian_prod(*(torch.arange(2),) * 3).tolist():
        inputs = (rgb[b, :, y, x], thermal[b, :, y, x], rgb[b, :, y, x] + thermal[b, :, y, x])
        expected = torch.zeros(3)
        for conv, pixel in zip((unit.rgb, unit.thermal, unit.both), inputs, strict=True):
            weight, bias = conv.weight[:, :, 0, 0], conv.bias
            value, gate = weight[:3] @ pixel + bias[:3], weight[3:] @ pixel + bias[3:]
            expected += torch.tanh(value) / (1 + torch.exp(-gate))
        torch.testing.assert_close(h[b, :, y, x], expected)


@given(scale=st.floats(0, 1e6), seed=st.integers(0, 100))
@settings(deadline=None, max_examples=20)
def test_it_stays_within_three(scale, seed):
    generator = torch.Generator().manual_seed(seed)
    maps = torch.randn(2, 1, 4, 2, 2, generator=generator) * scale
    h = GatedSpectralUnit(4)(*maps)
    assert h.shape == (1, 4, 2, 2)
    assert h.abs().max() <= 3


def test_sum():
    assert SumFusion()(torch.tensor([1.0]), torch.tensor([2.0])).item() == 3.0


def test_openness_is_the_mean_of_each_sigmoid():
    unit = GatedSpectralUnit(2)
    for conv, bias in ((unit.rgb, 0.0), (unit.thermal, 2.0), (unit.both, -50.0)):
        nn.init.zeros_(conv.weight)
        conv.bias.data = torch.tensor([9.0, 9.0, bias, bias])
    found = unit.openness(torch.randn(1, 2, 3, 3), torch.randn(1, 2, 3, 3))
    assert found == {
        "rgb": pytest.approx(0.5),
        "thermal": pytest.approx(0.8808, abs=1e-4),
        "both": pytest.approx(0.0, abs=1e-6),
    }

"""Fusion with a convolution for each gate."""

from __future__ import annotations

import torch

from csk_ros.network.folding.folded_fusion import fold_fusion
from csk_ros.network.gated_spectral_unit import GatedSpectralUnit, SumFusion


def test_the_gated_spectral_unit_gives_the_same_without_a_map_of_twice_the_channels():
    torch.manual_seed(0)
    unit = GatedSpectralUnit(6).double()
    before = {name: value.clone() for name, value in unit.state_dict().items()}
    folded = fold_fusion(unit)
    rgb, thermal = torch.randn(2, 2, 6, 5, 7, dtype=torch.float64)
    with torch.inference_mode():
        torch.testing.assert_close(folded(rgb, thermal), unit(rgb, thermal), rtol=1e-12, atol=1e-12)
        assert not torch.allclose(folded(rgb, thermal), folded(thermal, rgb))
    shapes = [tuple(m.weight.shape) for m in folded.modules() if isinstance(m, torch.nn.Conv2d)]
    assert shapes == [(6, 6, 1, 1)] * 6
    for parameter in folded.parameters():
        parameter.data.zero_()
    assert all(torch.equal(unit.state_dict()[name], value) for name, value in before.items())


def test_another_fusion_is_copied():
    fusion = SumFusion()
    folded = fold_fusion(fusion)
    rgb, thermal = torch.randn(2, 1, 4, 3, 3)
    assert folded is not fusion
    assert torch.equal(folded(rgb, thermal), rgb + thermal)

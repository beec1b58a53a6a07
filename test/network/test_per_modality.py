"""Layers of which each modality has its own, and those that both share."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from csk_ros.network.backbones import BACKBONES
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.per_modality import Modality, PerModality, modality, one_modality, separate_convolutions
from support.uneven_networks import uneven_network


def parameters(module: nn.Module, kind: type[nn.Module]) -> int:
    """Count the parameters of a kind of layer, shared ones once."""
    found = {id(p): p.numel() for m in module.modules() if isinstance(m, kind) for p in m.parameters()}
    return sum(found.values())


def test_both_copies_start_alike_and_only_the_selected_one_learns():
    layer = PerModality(nn.Conv2d(1, 1, 1))
    x = torch.ones(1, 1, 2, 2)
    with modality(layer, "rgb"):
        by_rgb = layer(x)
    with modality(layer, "thermal"):
        by_thermal = layer(x)
        by_thermal.sum().backward()
    assert by_rgb.equal(by_thermal)
    assert layer.rgb.weight.grad is None
    assert layer.thermal.weight.grad is not None


def test_only_convolutions_are_separated_and_only_once():
    layers = nn.Sequential(nn.Conv2d(1, 2, 1), nn.Sequential(nn.Conv2d(2, 2, 3), nn.BatchNorm2d(2)))
    separate_convolutions(layers)
    separate_convolutions(layers)
    assert [type(m) for m in (layers[0], layers[1][0], layers[1][1])] == [
        PerModality,
        PerModality,
        nn.BatchNorm2d,
    ]
    assert isinstance(layers[0].rgb, nn.Conv2d)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_what_is_shared_and_what_is_not_shows_in_the_number_of_weights(backbone: str):
    counts = {
        (convolutions, norms): tuple(
            parameters(
                CSKNet(3, backbone=backbone, shared_convolutions=convolutions, shared_norms=norms).encoder,
                kind,
            )
            for kind in (nn.Conv2d, nn.BatchNorm2d)
        )
        for convolutions in (True, False)
        for norms in (True, False)
    }
    convolutions, norms = counts[True, True]
    assert counts[True, False] == (convolutions, 2 * norms)
    assert counts[False, True] == (2 * convolutions, norms)
    assert counts[False, False] == (2 * convolutions, 2 * norms)


@pytest.mark.parametrize(("convolutions", "norms"), [(True, True), (False, True), (False, False)])
def test_what_is_not_shared_can_be_changed_for_one_camera_alone(convolutions: bool, norms: bool):
    torch.manual_seed(0)
    network = CSKNet(3, shared_convolutions=convolutions, shared_norms=norms).eval()
    rgb, thermal = torch.randn(1, 3, 32, 32), torch.randn(1, 1, 32, 32)
    block = network.encoder.blocks[5]

    def answers() -> tuple[torch.Tensor, torch.Tensor]:
        with torch.inference_mode():
            by_rgb, by_thermal = network(rgb, None).rgb, network(None, thermal).thermal
        assert by_rgb is not None
        assert by_thermal is not None
        return by_rgb, by_thermal

    for layer, shared in ((block.expand, convolutions), (block.expand_norm, norms)):
        before = answers()
        weight = layer.thermal.weight if isinstance(layer, PerModality) else layer.weight
        weight.data *= -1
        after = answers()
        assert after[0].equal(before[0]) is not shared
        assert not after[1].equal(before[1])


@pytest.mark.parametrize(("convolutions", "norms"), [(True, True), (False, False)])
def test_every_kind_of_sharing_exchanges_starts_from_weights_and_is_rebuilt(convolutions: bool, norms: bool):
    torch.manual_seed(0)
    network = CSKNet(3, shared_convolutions=convolutions, shared_norms=norms)
    plain = {
        name: value
        for name, value in CSKNet(3, exchange=False, shared_norms=True).encoder.state_dict().items()
        if ".thermal." not in name
    }
    network.initialise_encoder({name.replace(".rgb.", "."): value for name, value in plain.items()})
    fractions = network.exchanged_fractions
    assert len(fractions) == 13
    assert all(fraction == pytest.approx(0.125, abs=0.01) for fraction in fractions.values())
    again = CSKNet(**network.arguments)
    again.load_state_dict(network.state_dict())
    rgb, thermal = torch.randn(1, 3, 32, 32), torch.randn(1, 1, 32, 32)
    with torch.inference_mode():
        expected, found = network.eval()(rgb, thermal), again.eval()(rgb, thermal)
    assert all(a.equal(b) for a, b in zip(expected, found, strict=True))


@pytest.mark.parametrize("which", ["rgb", "thermal"])
@pytest.mark.parametrize(("convolutions", "norms"), [(True, False), (False, False), (True, True)])
def test_an_encoder_of_one_camera_is_a_plain_one_that_answers_alike(
    convolutions: bool, norms: bool, which: Modality
):
    network = uneven_network(shared_convolutions=convolutions, shared_norms=norms)
    before = list(network.encoder.state_dict())
    plain = one_modality(network.encoder, which)
    assert not any(isinstance(module, PerModality) for module in plain.modules())
    picture = torch.randn(1, 3, 40, 56, dtype=torch.float64)
    with torch.inference_mode():
        with modality(network.encoder, which):
            expected = network.encoder(picture)
        assert all(a.equal(b) for a, b in zip(plain(picture), expected, strict=True))
    for parameter in plain.parameters():
        parameter.data.zero_()
    with torch.inference_mode(), modality(network.encoder, which):
        assert all(a.equal(b) for a, b in zip(network.encoder(picture), expected, strict=True))
    assert list(network.encoder.state_dict()) == before


def test_one_camera_of_a_single_layer_is_a_copy_of_its_layer():
    layer = PerModality(nn.Conv2d(1, 1, 1))
    layer.thermal.weight.data.fill_(3)
    plain = one_modality(layer, "thermal")
    assert isinstance(plain, nn.Conv2d)
    assert plain is not layer.thermal
    assert plain.weight.item() == 3

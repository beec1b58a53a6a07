"""Loans from thermal to rgb, and what is not computed because of them."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import pytest
import torch

from csk_ros.network.feature_exchange import exchange_layers
from csk_ros.network.folding.branch import BranchGraph
from csk_ros.network.folding.exchange import borrow, lend
from support.uneven_networks import pair, uneven_network

if TYPE_CHECKING:
    from torch import Tensor

    from csk_ros.network.csk_net import CSKNet

# In the second, all that may be borrowed is; the first block of EfficientNet has no expansion to spare.
NETWORKS: list[dict[str, Any]] = [
    {},
    {"exchange_min_stride": 2, "exchange_threshold": 9.0},
    {"backbone": "resnet50", "exchange_min_stride": 2},
]


@lru_cache
def network_of(number: int) -> CSKNet:
    """One of `NETWORKS`, made once: folding leaves it as it is."""
    return uneven_network(**NETWORKS[number])


def folded(network: CSKNet) -> tuple[BranchGraph, BranchGraph, dict[str, Tensor]]:
    """The thermal branch that lends, the rgb branch that borrows, and the borrowed channels."""
    borrowed = {name: layer.channels for name, layer in exchange_layers(network.encoder).items()}
    thermal, rgb = BranchGraph(network, "thermal"), BranchGraph(network, "rgb")
    lend(thermal, borrowed)
    borrow(rgb, borrowed)
    return thermal, rgb, borrowed


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_features_are_those_of_the_network_that_exchanges(number: int):
    network = network_of(number)
    thermal, rgb, borrowed = folded(network)
    # Scattered over the first half, as after training: neighbours alone would not show a wrong order.
    channels = borrowed[min(borrowed)]
    assert "exchange_threshold" in NETWORKS[number] or channels.diff().max() > 1
    by_day, by_night = pair(torch.float64)
    with torch.inference_mode():
        expected_rgb, expected_thermal = network.features(by_day, by_night)
        features, loans = thermal(by_night)
        found = rgb(by_day, loans)
    torch.testing.assert_close(features, expected_thermal.decoder, rtol=1e-9, atol=1e-12)
    torch.testing.assert_close(found, expected_rgb.decoder, rtol=1e-9, atol=1e-12)


def test_a_loan_is_what_thermal_computed_in_the_borrowed_channels():
    network = network_of(0)
    thermal, _, borrowed = folded(network)
    maps: dict[str, Tensor] = {}
    hooks = []

    def keep(name: str, _norm: object, _inputs: object, output: Tensor) -> None:
        # What comes next works in place.
        maps[name] = output.clone()

    for name, layer in exchange_layers(network.encoder).items():
        hooks.append(layer.thermal.register_forward_hook(partial(keep, name)))
    _, picture = pair(torch.float64)
    with torch.inference_mode():
        network(None, picture)
        for hook in hooks:
            hook.remove()
        _, loans = thermal(picture)
    assert len(loans) == len(borrowed) == 13
    for (name, channels), loan in zip(borrowed.items(), loans, strict=True):
        expected = maps[name][:, channels].clamp(0, 6)
        torch.testing.assert_close(loan, expected, rtol=1e-9, atol=1e-9)
        assert loan.std() > 0


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_rgb_does_not_compute_what_it_borrows(number: int):
    network = network_of(number)
    _, rgb, borrowed = folded(network)
    whole = BranchGraph(network, "rgb")
    for name, channels in borrowed.items():
        (spatial,) = rgb.activations[name].all_input_nodes
        (before,) = whole.activations[name].all_input_nodes
        kept = whole.convolution(before).out_channels - len(channels)
        assert len(channels) > 0
        assert rgb.convolution(spatial).out_channels == kept
        if rgb.convolution(spatial).groups > 1:
            (activation,) = spatial.all_input_nodes
            (dense,) = activation.all_input_nodes
            assert rgb.convolution(spatial).groups == kept
            assert rgb.convolution(dense).out_channels == kept


def test_what_rgb_answers_depends_on_the_loans():
    network = network_of(0)
    thermal, rgb, _ = folded(network)
    picture, night = pair(torch.float64)
    with torch.inference_mode():
        _, loans = thermal(night)
        _, others = thermal(night.flip(3))
        assert (rgb(picture, loans) - rgb(picture, others)).abs().max() > 1e-3

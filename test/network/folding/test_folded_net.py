"""The folded network against the one that was trained."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from csk_ros.network.csk_net import CSKNet
from csk_ros.network.folding.folded_net import FoldedNet
from support.uneven_networks import pair, uneven_network

NETWORKS: list[dict[str, Any]] = [
    {},
    {"backbone": "resnet50"},
    {"fusion": "sum"},
    {"exchange": False},
    {"exchange_min_stride": 2},
    {"exchange_threshold": 0.6},
    {"exchange_threshold": 0.0},
    {"shared_convolutions": False},
    {"shared_norms": True},
    {"backbone": "resnet50", "exchange_min_stride": 2, "shared_convolutions": False},
]
MODES = {"fused": (True, True), "thermal": (False, True), "rgb": (True, False)}


def logits(network: nn.Module, mode: str, dtype: torch.dtype, seed: int = 1) -> torch.Tensor:
    """What the head of a mode says of random pictures."""
    torch.manual_seed(seed)
    given = [picture if wanted else None for picture, wanted in zip(pair(dtype), MODES[mode], strict=True)]
    with torch.inference_mode():
        found: torch.Tensor = getattr(network(*given), mode)
    return found


@pytest.mark.parametrize("arguments", NETWORKS)
def test_logits_are_those_of_the_trained_network(arguments: dict, monkeypatch: pytest.MonkeyPatch):
    network = uneven_network(**arguments)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    folded = FoldedNet(network)
    expected = {mode: logits(network, mode, torch.float64) for mode in MODES}

    def batch_norm(*_: object, **__: object) -> None:
        raise AssertionError("a batch norm was computed")

    monkeypatch.setattr(nn.functional, "batch_norm", batch_norm)
    for mode, wanted in expected.items():
        assert wanted.std() > 0.01
        torch.testing.assert_close(logits(folded, mode, torch.float64), wanted, rtol=1e-9, atol=1e-12)
    after = network.state_dict()
    assert list(after) == list(before)
    assert all(torch.equal(after[name], value) for name, value in before.items())


@pytest.mark.parametrize("backbone", ["efficientnet_lite0", "resnet50"])
def test_in_single_precision_only_rounding_differs(backbone: str):
    network = uneven_network(backbone=backbone).float()
    folded = FoldedNet(network)
    for mode in MODES:
        expected = logits(network, mode, torch.float32)
        difference = (logits(folded, mode, torch.float32) - expected).abs().max()
        assert difference < 2e-5 * expected.abs().max()


def test_only_the_logits_of_the_mode_are_there():
    folded = FoldedNet(uneven_network())
    rgb, thermal = pair(torch.float64)
    with torch.inference_mode():
        for given, mode in (((rgb, thermal), "fused"), ((None, thermal), "thermal"), ((rgb, None), "rgb")):
            present = [name for name, value in folded(*given)._asdict().items() if value is not None]
            assert present == [mode]


def test_rgb_borrows_while_both_cameras_are_there():
    network = uneven_network()
    alone = CSKNet(**network.arguments | {"exchange": False}).double().eval()
    weights = {name: value for name, value in network.state_dict().items() if "borrowed" not in name}
    alone.load_state_dict(weights)
    ours, theirs = FoldedNet(network), FoldedNet(alone)
    for mode, differs in (("fused", True), ("thermal", False), ("rgb", False)):
        found, without = (logits(net, mode, torch.float64) for net in (ours, theirs))
        difference = float((found - without).abs().max())
        assert difference > 1e-3 if differs else difference == 0


def test_it_is_for_inference_and_its_own():
    network = uneven_network()
    folded = FoldedNet(network)
    assert not folded.training
    assert not any(parameter.requires_grad for parameter in folded.parameters())
    expected = logits(network, "fused", torch.float64)
    for parameter in folded.parameters():
        parameter.zero_()
    torch.testing.assert_close(logits(network, "fused", torch.float64), expected, rtol=0, atol=0)


def test_no_picture_at_all_is_refused():
    with pytest.raises(ValueError, match="both are None"):
        FoldedNet(uneven_network())(None, None)

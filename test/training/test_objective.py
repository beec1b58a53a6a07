"""What each head learns from."""

from __future__ import annotations

import pytest
import torch

from csk_ros.network.csk_net import CSKNet
from csk_ros.training.crop_dataset import TrainingCrop
from csk_ros.training.objective import Objective

OBJECTIVE = Objective(class_weights=(1.0, 2.0, 3.0, 4.0), dice_weight=0.5)
NO, YES = torch.tensor([False, False]), torch.tensor([True, True])


def batch(rgb_usable: torch.Tensor = YES, thermal_usable: torch.Tensor = YES, seed: int = 0) -> TrainingCrop:
    torch.manual_seed(seed)
    labels = torch.randint(0, 4, (2, 64, 64))
    return TrainingCrop(
        torch.randn(2, 3, 64, 64), torch.randn(2, 1, 64, 64), labels, rgb_usable, thermal_usable
    )


@pytest.fixture(scope="module")
def network() -> CSKNet:
    torch.manual_seed(0)
    return CSKNet(4).train()


@pytest.mark.parametrize(
    ("rgb_usable", "thermal_usable", "silent"),
    [(YES, YES, set()), (NO, YES, {"rgb"}), (YES, NO, {"thermal"}), (NO, NO, {"rgb", "thermal", "fused"})],
)
def test_a_head_learns_nothing_from_pictures_that_show_it_nothing(
    network: CSKNet, rgb_usable: torch.Tensor, thermal_usable: torch.Tensor, silent: set[str]
):
    losses = OBJECTIVE(network, batch(rgb_usable, thermal_usable), None, exchange=True)
    assert set(losses) == {"fused", "thermal", "rgb"}
    assert {head for head, loss in losses.items() if float(loss.detach()) == 0} == silent
    assert all(torch.isfinite(loss) for loss in losses.values())


def test_thermal_crops_count_for_the_thermal_head_alone(network: CSKNet):
    more = batch(NO, YES, seed=1)
    alone = OBJECTIVE(network, batch(YES, NO), None, exchange=True)
    together = OBJECTIVE(network, batch(YES, NO), more, exchange=True)
    assert float(alone["thermal"].detach()) == 0
    assert float(together["thermal"].detach()) > 0
    torch.testing.assert_close(alone["rgb"], together["rgb"])


def test_exchange_brings_thermal_into_the_rgb_branch_and_its_absence_keeps_it_out(network: CSKNet):
    for exchange in (True, False):
        network.zero_grad()
        OBJECTIVE(network, batch(), None, exchange=exchange)["rgb"].backward()
        touched = any(
            parameter.grad is not None and bool(parameter.grad.any())
            for name, parameter in network.named_parameters()
            if "_norm.thermal." in name
        )
        assert touched is exchange

"""The moving average of weights against its formula."""

from __future__ import annotations

import pytest
import torch

from csk_ros.training.lightning.weight_average import WeightAverage

CPU = torch.device("cpu")


def averaged(decay: float, updates: int, average: torch.Tensor, current: torch.Tensor) -> torch.Tensor:
    WeightAverage(decay, CPU).update([average], [current], updates)
    return average


@pytest.mark.parametrize(("updates", "kept"), [(1, 2 / 11), (90, 0.91), (890, 0.99), (5000, 0.99)])
def test_the_average_follows_the_formula_and_forgets_faster_at_first(updates: int, kept: float):
    found = averaged(0.99, updates, torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0]))
    torch.testing.assert_close(found, torch.tensor([kept, 2 * kept + 4 * (1 - kept)]))


def test_a_decay_of_0_takes_the_last_weights():
    assert averaged(0.0, 1000, torch.tensor([3.0]), torch.tensor([5.0])).item() == 5.0


@pytest.mark.parametrize("current", [torch.tensor([4, 17, 160]), torch.tensor([True, False])])
def test_indices_and_masks_are_taken_over(current: torch.Tensor):
    assert averaged(0.99, 1000, torch.zeros_like(current), current).equal(current)


def test_there_is_no_average_before_training():
    with pytest.raises(RuntimeError, match="before training has begun"):
        _ = WeightAverage(0.9, CPU).module

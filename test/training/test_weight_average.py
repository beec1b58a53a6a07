"""The moving average of weights against its formula."""

from __future__ import annotations

import pytest
import torch

from csk_ros.training.weight_average import WeightAverage


def test_the_average_follows_the_formula_and_forgets_faster_at_first():
    average = WeightAverage(0.99)
    # (1 + n) / (10 + n): 2/11 after one update; 0.99 is reached after 890.
    one, zero = torch.tensor([1.0]), torch.tensor([0.0])
    assert average.average(one, zero, 1).item() == pytest.approx(2 / 11)
    assert average.average(one, zero, 90).item() == pytest.approx(0.91)
    assert average.average(one, zero, 5000).item() == pytest.approx(0.99)


def test_a_decay_of_0_takes_the_last_weights():
    assert WeightAverage(0.0).average(torch.tensor([3.0]), torch.tensor([5.0]), 1000).item() == 5.0


@pytest.mark.parametrize("current", [torch.tensor([4, 17, 160]), torch.tensor([True, False])])
def test_indices_and_masks_are_taken_over(current: torch.Tensor):
    averaged = torch.zeros_like(current)
    assert WeightAverage(0.99).average(averaged, current, 1000).equal(current)


def test_there_is_no_average_before_training():
    with pytest.raises(RuntimeError, match="before training has begun"):
        _ = WeightAverage(0.9).module

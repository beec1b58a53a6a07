"""One channel becomes three equal ones; three stay."""

from __future__ import annotations

import torch

from csk_ros.network.three_channels import three_channels


def test_thermal_is_repeated():
    thermal = torch.randn(2, 1, 4, 5)
    repeated = three_channels(thermal)
    assert repeated.shape == (2, 3, 4, 5)
    assert all(torch.equal(repeated[:, c], thermal[:, 0]) for c in range(3))


def test_rgb_stays():
    rgb = torch.randn(2, 3, 4, 5)
    assert torch.equal(three_channels(rgb), rgb)

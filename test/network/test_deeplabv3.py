"""DeepLabV3's pyramid: where it looks, and that one small picture is enough to train on."""

from __future__ import annotations

import torch

from csk_ros.network.deeplabv3 import DeepLabV3Decoder


def test_it_looks_at_the_published_rates():
    torch.manual_seed(4)
    decoder = DeepLabV3Decoder((2, 3), channels=8).eval()
    decoder.pooled.weight.data.zero_()
    with torch.inference_mode():
        black = torch.zeros(1, 3, 41, 41)
        impulse = black.clone()
        impulse[:, :, 20, 20] = 100.0
        changed = (decoder([impulse, impulse]) != decoder([black, black])).any(1)[0]
    offsets = {(y - 20, x - 20) for y, x in changed.nonzero().tolist()}
    rates = (6, 12, 18)
    assert offsets == {(0, 0)} | {
        (i * r, j * r) for r in rates for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)
    }


def test_the_pooled_branch_sees_the_whole_map():
    torch.manual_seed(4)
    decoder = DeepLabV3Decoder((3,), channels=8).eval()
    impulse = torch.zeros(1, 3, 41, 41)
    impulse[:, :, 20, 20] = 1000.0
    with torch.inference_mode():
        before, after = decoder([torch.zeros_like(impulse)]), decoder([impulse])
    assert (before[..., 0, 0] != after[..., 0, 0]).any()


def test_one_picture_of_one_pixel_trains():
    decoder = DeepLabV3Decoder((3,), channels=4).train()
    output = decoder([torch.randn(2, 3, 1, 1)])
    output.sum().backward()
    assert output.shape == (2, 4, 1, 1)
    assert all(p.grad is not None for p in decoder.parameters())
    assert decoder([torch.randn(1, 3, 2, 2)]).shape == (1, 4, 2, 2)

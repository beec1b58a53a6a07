"""The light decoder: sizes, and what each feature map contributes."""

from __future__ import annotations

import torch

from csk_ros.network.light_decoder import LightDecoder

CHANNELS = (16, 24, 40, 112, 320)


def features_of(height, width):
    return [
        torch.randn(1, c, -(-height // s), -(-width // s))
        for c, s in zip(CHANNELS, (2, 4, 8, 16, 32), strict=True)
    ]


def test_output_is_a_quarter_of_odd_sizes_too():
    decoder = LightDecoder(CHANNELS).eval()
    for size in ((64, 96), (97, 130), (1, 1)):
        assert decoder(features_of(*size)).shape == (1, 64, -(-size[0] // 4), -(-size[1] // 4))


def test_every_stride_from_4_on_contributes():
    torch.manual_seed(5)
    decoder = LightDecoder(CHANNELS).eval()
    features = features_of(64, 64)
    with torch.inference_mode():
        before = decoder(features)
        for level in range(5):
            changed = [f + 1 if i == level else f for i, f in enumerate(features)]
            assert torch.equal(decoder(changed), before) == (level == 0)


def test_parameters():
    laterals = sum(64 * c + 2 * 64 for c in CHANNELS[1:])
    refinements = 4 * (64 * 9 + 2 * 64 + 64 * 64 + 2 * 64)
    assert sum(p.numel() for p in LightDecoder(CHANNELS).parameters()) == laterals + refinements

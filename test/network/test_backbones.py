"""Backbones by name."""

from __future__ import annotations

import pytest
import torch

from csk_ros.network.backbones import BACKBONES, build_decoder, build_encoder


@pytest.mark.parametrize("build", [build_encoder, build_decoder])
def test_unknown_backbones_are_refused_by_naming_the_known(build):
    with pytest.raises(ValueError, match="no backbone 'vgg'; known are: efficientnet_lite0, resnet50"):
        build("vgg")


@pytest.mark.parametrize("backbone", BACKBONES)
def test_encoder_and_decoder_fit(backbone):
    encoder, decoder = build_encoder(backbone).eval(), build_decoder(backbone).eval()
    with torch.inference_mode():
        features = encoder(torch.zeros(1, 3, 40, 50))
        output = decoder(features)
    assert tuple(f.shape[1] for f in features) == encoder.channels
    assert tuple(f.shape[2] for f in features) == tuple(-(-40 // s) for s in encoder.strides)
    assert output.shape[1] == decoder.channels

"""The backbones: each an encoder with the decoder that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from csk_ros.network.deeplabv3 import DeepLabV3Decoder
from csk_ros.network.efficientnet_lite0 import EfficientNetLite0
from csk_ros.network.light_decoder import LightDecoder
from csk_ros.network.resnet50 import ResNet50

if TYPE_CHECKING:
    from csk_ros.network.encoder import Encoder


class _Backbone(NamedTuple):
    encoder: type[Encoder]
    decoder: type[DeepLabV3Decoder | LightDecoder]


_BACKBONES = {
    "efficientnet_lite0": _Backbone(EfficientNetLite0, LightDecoder),
    "resnet50": _Backbone(ResNet50, DeepLabV3Decoder),
}

BACKBONES = tuple(_BACKBONES)
"""Names that `build_encoder` and `build_decoder` know."""


def build_encoder(backbone: str) -> Encoder:
    """Build a backbone's plain encoder, with random weights.

    Raises:
        ValueError: there is no such backbone.
    """
    return _lookup(backbone).encoder()


def build_decoder(backbone: str) -> DeepLabV3Decoder | LightDecoder:
    """Build the decoder that goes with a backbone; its `channels` are those of its output.

    Raises:
        ValueError: there is no such backbone.
    """
    encoder, decoder = _lookup(backbone)
    return decoder(encoder.channels)


def _lookup(backbone: str) -> _Backbone:
    if backbone not in _BACKBONES:
        raise ValueError(f"there is no backbone '{backbone}'; known are: {', '.join(BACKBONES)}")
    return _BACKBONES[backbone]

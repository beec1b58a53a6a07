"""The backbones: each an encoder with the decoder that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.network.efficientnet_lite0 import EfficientNetLite0
from csk_ros.network.light_decoder import LightDecoder

if TYPE_CHECKING:
    from csk_ros.network.encoder import Encoder

_BACKBONES = {
    "efficientnet_lite0": (EfficientNetLite0, LightDecoder),
}

BACKBONES = tuple(_BACKBONES)
"""Names that `build_encoder` and `build_decoder` know."""


def build_encoder(backbone: str) -> Encoder:
    """Build a backbone's plain encoder, with random weights.

    Raises:
        ValueError: there is no such backbone.
    """
    return _lookup(backbone)[0]()


def build_decoder(backbone: str) -> LightDecoder:
    """Build the decoder that goes with a backbone; `channels` tells its output's.

    Raises:
        ValueError: there is no such backbone.
    """
    encoder, decoder = _lookup(backbone)
    return decoder(encoder.channels)


def _lookup(backbone: str) -> tuple[type[EfficientNetLite0], type[LightDecoder]]:
    if backbone not in _BACKBONES:
        raise ValueError(f"there is no backbone '{backbone}'; known are: {', '.join(BACKBONES)}")
    return _BACKBONES[backbone]

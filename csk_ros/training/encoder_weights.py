"""Where an encoder starts."""

from __future__ import annotations

from pickle import UnpicklingError
from typing import TYPE_CHECKING

import torch

from csk_ros.training.efficientnet_lite0_weights import imagenet_weights

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from torch import Tensor

    from csk_ros.training.config import NetworkSettings


def encoder_weights(settings: NetworkSettings, data: Path) -> Mapping[str, Tensor] | None:
    """Read the weights that the settings name; None for random ones.

    Args:
        settings: see there.
        data: the folder that a file is named relative to.

    Raises:
        OSError: the file cannot be read.
        ValueError: there are no ImageNet weights at hand for the backbone, or the file is no state dict.
    """
    if settings.encoder_weights == "random":
        return None
    if settings.backbone == "efficientnet_lite0":
        if settings.encoder_weights != "imagenet":
            raise ValueError(
                f"network.encoder_weights is '{settings.encoder_weights}'; efficientnet_lite0 starts from "
                "imagenet or random"
            )
        return imagenet_weights()
    if settings.encoder_weights == "imagenet":
        raise ValueError(
            "no package carries ImageNet weights of resnet50. Save torchvision's with "
            'torch.save(resnet50(weights="DEFAULT").state_dict(), "resnet50.pt"), put the file into the data '
            "folder and name it in network.encoder_weights; or say random"
        )
    path = data / settings.encoder_weights
    try:
        return _without_classifier(torch.load(path, map_location="cpu", weights_only=True))
    except (UnpicklingError, EOFError, RuntimeError, AttributeError) as error:
        raise ValueError(
            f"{path} holds no weights ({error}); wanted is a file of torch.save(network.state_dict(), path)"
        ) from error


def _without_classifier(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Leave `fc` out of torchvision's ResNet-50 weights."""
    return {name: value for name, value in weights.items() if not name.startswith("fc.")}

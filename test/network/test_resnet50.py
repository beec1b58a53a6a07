"""ResNet-50 against an ordinary one, written from the names of torchvision's weights."""

from __future__ import annotations

import torch
from torch.nn import functional

from csk_ros.network.resnet50 import ResNet50


def reference(weights, x):
    """Outputs of the four layers of the usual ResNet-50, with output stride 32."""

    def conv_norm(x, conv, norm, **kwargs):
        x = functional.conv2d(x, weights[f"{conv}.weight"], **kwargs)
        statistics = (weights[f"{norm}.{k}"] for k in ("running_mean", "running_var", "weight", "bias"))
        return functional.batch_norm(x, *statistics)

    x = conv_norm(x, "conv1", "bn1", stride=2, padding=3).relu()
    x = functional.max_pool2d(x, 3, 2, 1)
    outputs = []
    for layer, (blocks, layer_stride) in enumerate(((3, 1), (4, 2), (6, 2), (3, 2)), start=1):
        for i in range(blocks):
            block, stride = f"layer{layer}.{i}", layer_stride if i == 0 else 1
            y = conv_norm(x, f"{block}.conv1", f"{block}.bn1").relu()
            y = conv_norm(y, f"{block}.conv2", f"{block}.bn2", stride=stride, padding=1).relu()
            y = conv_norm(y, f"{block}.conv3", f"{block}.bn3")
            if i == 0:
                x = conv_norm(x, f"{block}.downsample.0", f"{block}.downsample.1", stride=stride)
            x = (x + y).relu()
        outputs.append(x)
    return outputs


def test_features_are_those_of_the_ordinary_network_at_twice_the_density():
    torch.manual_seed(2)
    encoder = ResNet50().eval()
    picture = torch.randn(1, 3, 70, 97)
    with torch.inference_mode():
        expected = reference(encoder.state_dict(), picture)
        features = encoder(picture)
    for feature, other in zip(features[:3], expected[:3], strict=True):
        torch.testing.assert_close(feature, other, rtol=1e-4, atol=1e-4)
    # Dilation computes what the stride left out; what it kept stays the same.
    assert features[3].shape[2:] == features[2].shape[2:]
    torch.testing.assert_close(features[3][..., ::2, ::2], expected[3], rtol=1e-4, atol=1e-4)


def test_shapes_parameters_and_spatial_norms():
    encoder = ResNet50().eval()
    with torch.inference_mode():
        features = encoder(torch.zeros(1, 3, 97, 130))
    assert tuple(f.shape[1] for f in features) == encoder.channels
    assert [tuple(f.shape[2:]) for f in features] == [(25, 33), (13, 17), (7, 9), (7, 9)]
    # torchvision's 25,557,032 without the classifier's 2048 * 1000 + 1000.
    assert sum(p.numel() for p in encoder.parameters()) == 25_557_032 - 2_049_000
    assert len(encoder.spatial_norms()) == 16
    assert encoder.spatial_norms()["layer2.0.bn2"] == 8
    assert encoder.get_submodule("layer2.0.conv2").kernel_size == (3, 3)

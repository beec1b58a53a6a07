"""The graph from pictures to labels, against a plain computation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.inference.answer_net import AnswerNet, ConfidenceNet, upsample
from csk_ros.inference.normalization import Normalization
from csk_ros.mode import Mode
from csk_ros.network.csk_net import CSKNet, Logits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata

NORMALIZATION = Normalization(
    rgb_mean=(123.7, 116.3, 103.5),
    rgb_std=(58.4, 57.1, 57.4),
    thermal_mean=99.5,
    thermal_std=61.25,
)


class Seen(nn.Module):
    """Keeps what it is given, and answers with a picture's own channels."""

    def forward(self, rgb: Tensor | None, thermal: Tensor | None) -> Logits:
        self.rgb, self.thermal = rgb, thermal
        return Logits(fused=rgb, thermal=thermal, rgb=rgb)


def pictures(size: tuple[int, int], seed: int = 0) -> dict[str, NDArray]:
    generator = np.random.default_rng(seed)
    rgb = generator.integers(0, 256, (*size, 3)).astype(np.uint8)
    return {"rgb": rgb, "thermal": generator.random(size, np.float32)}


def inputs(mode: Mode, given_pictures: dict[str, NDArray]) -> list[Tensor]:
    return [torch.from_numpy(given_pictures[name])[None] for name in INPUTS[mode]]


@pytest.mark.parametrize("mode", Mode)
def test_labels_are_those_of_a_plain_computation(network: CSKNet, metadata: CheckpointMetadata, mode: Mode):
    given_pictures = pictures(metadata.input_size)
    with torch.inference_mode():
        labels, logits = AnswerNet(network, metadata, mode)(*inputs(mode, given_pictures))
        rgb = torch.tensor(given_pictures["rgb"]).permute(2, 0, 1)[None]
        thermal = torch.tensor(given_pictures["thermal"])[None, None]
        plain = network(
            (rgb - 127.0) / 128.0 if "rgb" in INPUTS[mode] else None,
            (thermal * 255.0 - 127.0) / 128.0 if "thermal" in INPUTS[mode] else None,
        )
    expected = getattr(plain, mode.value)
    torch.testing.assert_close(logits, expected, rtol=1e-4, atol=1e-5)
    assert labels.dtype == torch.uint8
    assert labels.shape == (1, *metadata.input_size)
    full = F.interpolate(expected, size=metadata.input_size, mode="bilinear")
    assert len(labels.unique()) > 1
    assert (labels == full.softmax(1).argmax(1)).float().mean() > 0.999


def test_pictures_are_normalised_as_in_training(metadata: CheckpointMetadata):
    given_pictures = pictures(metadata.input_size)
    seen = Seen()
    AnswerNet(seen, replace(metadata, normalization=NORMALIZATION), Mode.FUSED)(
        *inputs(Mode.FUSED, given_pictures)
    )
    np.testing.assert_allclose(seen.rgb[0], NORMALIZATION.rgb(given_pictures["rgb"]), rtol=1e-6, atol=1e-6)
    expected = NORMALIZATION.standardise_thermal(given_pictures["thermal"])
    np.testing.assert_allclose(seen.thermal[0], expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("mode", Mode)
def test_a_network_gets_the_pictures_of_the_mode_alone(metadata: CheckpointMetadata, mode: Mode):
    seen = Seen()
    AnswerNet(seen, metadata, mode)(*inputs(mode, pictures(metadata.input_size)))
    present = {name for name in ("rgb", "thermal") if getattr(seen, name) is not None}
    assert present == set(INPUTS[mode])


def test_too_few_pictures_are_refused(network: CSKNet, metadata: CheckpointMetadata):
    with pytest.raises(ValueError, match="shorter"):
        AnswerNet(network, metadata, Mode.FUSED)(*inputs(Mode.RGB, pictures(metadata.input_size)))


def test_in_half_precision_the_network_gets_half_and_the_logits_are_single(metadata: CheckpointMetadata):
    seen = Seen()
    given_pictures = pictures(metadata.input_size)
    _, logits = AnswerNet(seen, metadata, Mode.FUSED, torch.float16)(*inputs(Mode.FUSED, given_pictures))
    assert seen.rgb.dtype == seen.thermal.dtype == torch.float16
    assert logits.dtype == torch.float32
    np.testing.assert_allclose(logits[0], metadata.normalization.rgb(given_pictures["rgb"]), atol=5e-4)


def test_half_precision_gives_nearly_the_same_labels(network: CSKNet, metadata: CheckpointMetadata):
    half = CSKNet(**network.arguments).eval()
    half.load_state_dict(network.state_dict())
    # As smooth as pictures are: of noise, halves of logits would decide.
    scene = {name: np.sort(picture, axis=1) for name, picture in pictures(metadata.input_size).items()}
    given_pictures = inputs(Mode.FUSED, scene)
    with torch.inference_mode():
        labels, logits = AnswerNet(network, metadata, Mode.FUSED)(*given_pictures)
        net = AnswerNet(half.half(), metadata, Mode.FUSED, torch.float16)
        half_labels, half_logits = net(*given_pictures)
    assert (half_logits - logits).abs().max() < 0.05 * logits.abs().max()
    assert (half_labels == labels).float().mean() > 0.9


@given(
    seed=st.integers(0, 1000),
    scale=st.floats(0.0, 50.0),
    classes=st.integers(1, 9),
    height=st.integers(1, 12),
    width=st.integers(1, 12),
)
def test_confidence_is_the_best_probability_times_255(
    seed: int, scale: float, classes: int, height: int, width: int
):
    size = (3 * height + 1, 2 * width)
    generator = torch.Generator().manual_seed(seed)
    logits = scale * torch.randn(1, classes, height, width, generator=generator)
    confidence = ConfidenceNet(size)(logits)
    assert confidence.dtype == torch.uint8
    assert confidence.shape == (1, *size)
    full = F.interpolate(logits.double(), size=size, mode="bilinear").softmax(1).amax(1)
    assert (confidence.double() - 255 * full).abs().max() <= 0.51


def test_confidence_of_large_logits_is_full_and_of_equal_ones_the_part_of_a_class():
    logits = torch.zeros(1, 4, 1, 2)
    logits[0, 2, 0, 1] = 1e4
    assert ConfidenceNet((1, 2))(logits).tolist() == [[[64, 255]]]


def test_upsampling_is_bilinear_between_the_centres_of_pixels():
    row = upsample(torch.tensor([[[[0.0, 4.0]]]]), (1, 4))
    assert row.tolist() == [[[[0.0, 1.0, 3.0, 4.0]]]]

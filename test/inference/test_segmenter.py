"""The Segmenter: its answers against a plain computation, on every grid and in every mode."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from csk_ros.inference.checkpoint import CheckpointError
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.inference.segmenter import Segmenter
from csk_ros.mode import Mode
from csk_ros.network.csk_net import CSKNet

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata

SIZE = (64, 96)
MODES = {"fused": (True, True), "thermal": (False, True), "rgb": (True, False)}


@pytest.fixture(scope="module")
def segmenter(checkpoint: Path) -> Segmenter:
    return Segmenter.load(checkpoint, device="cpu")


def smooth(seed: int, channels: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """Blotches: a picture on which a random network says different things in different places."""
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, channels)).astype(np.uint8)
    picture = cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    return picture.reshape(*size, channels) if channels > 1 else picture.reshape(size)


def pictures(mode: str, size: tuple[int, int] = SIZE) -> tuple[np.ndarray | None, np.ndarray | None]:
    has_rgb, has_thermal = MODES[mode]
    return smooth(1, 3, size) if has_rgb else None, smooth(2, 1, size) if has_thermal else None


def plain_probabilities(
    network: CSKNet, metadata: CheckpointMetadata, rgb: np.ndarray | None, thermal: np.ndarray | None
) -> dict[str, np.ndarray]:
    """What the heads say, [C, H, W] at the input size, computed without any shortcut."""
    rgb_input = thermal_input = None
    if rgb is not None:
        rgb_input = torch.tensor((rgb.astype(np.float32) - 127) / 128).permute(2, 0, 1)[None]
    if thermal is not None:
        low, high = np.percentile(thermal, (1, 99.5), method="nearest")
        stretched = np.clip((thermal - np.float32(low)) / np.float32(high - low), 0, 1)
        stretched = stretched**metadata.normalization.thermal_gamma
        thermal_input = torch.tensor(((stretched * 255 - 127) / 128).astype(np.float32))[None, None]
    with torch.no_grad():
        logits = network(rgb_input, thermal_input)
    return {
        head: F.interpolate(output, size=SIZE, mode="bilinear").softmax(1)[0].numpy()
        for head, output in logits._asdict().items()
        if output is not None
    }


@pytest.mark.parametrize("mode", MODES)
def test_labels_and_confidence_are_those_of_a_plain_computation(
    segmenter: Segmenter, network: CSKNet, metadata: CheckpointMetadata, mode: str
):
    rgb, thermal = pictures(mode)
    prediction = segmenter(rgb, thermal)
    expected = plain_probabilities(network, metadata, rgb, thermal)[mode]
    assert prediction.mode is Mode(mode)
    assert prediction.labels.dtype == np.uint8
    assert len(np.unique(prediction.labels)) > 1
    np.testing.assert_array_equal(prediction.labels, expected.argmax(0))
    assert prediction.confidence is not None
    assert prediction.confidence.dtype == np.uint8
    np.testing.assert_allclose(prediction.confidence, expected.max(0) * 255, atol=0.51)


def test_heads_set_by_hand_answer_as_they_were_set(network: CSKNet, metadata: CheckpointMetadata):
    known = CSKNet(**network.arguments)
    biases = {"fused": [0, 3, 0, 0], "thermal": [0, 0, 2, 0], "rgb": [0, 0, 0, 1]}
    with torch.no_grad():
        for head, bias in biases.items():
            known.get_submodule(f"{head}_head").weight.zero_()
            known.get_submodule(f"{head}_head").bias.copy_(torch.tensor(bias))
    segmenter = Segmenter(TorchRuntime(known, metadata, "cpu"), metadata)
    for mode, bias in biases.items():
        prediction = segmenter(*pictures(mode))
        best = int(np.argmax(bias))
        assert np.all(prediction.labels == best)
        probability = np.exp(bias[best]) / np.exp(bias).sum()
        assert np.all(prediction.confidence == round(255 * probability))


def test_confidence_is_computed_only_when_asked_for(segmenter: Segmenter):
    rgb, thermal = pictures("fused")
    without = segmenter(rgb, thermal, confidence=False)
    assert without.confidence is None
    np.testing.assert_array_equal(without.labels, segmenter(rgb, thermal).labels)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("factor", [2, 3])
def test_larger_pictures_come_back_by_nearest_neighbour_on_their_own_grid(
    segmenter: Segmenter, mode: str, factor: int
):
    # Every pixel repeated: averaging while shrinking gives exactly the small picture again.
    small = pictures(mode)
    large = tuple(
        None if picture is None else picture.repeat(factor, axis=0).repeat(factor, axis=1)
        for picture in small
    )
    expected, prediction = segmenter(*small), segmenter(*large)
    assert prediction.labels.shape == (SIZE[0] * factor, SIZE[1] * factor)
    for ours, theirs in ((prediction.labels, expected.labels), (prediction.confidence, expected.confidence)):
        repeated = theirs.repeat(factor, axis=0).repeat(factor, axis=1)
        differs = np.abs(ours.astype(int) - repeated)
        # Percentiles come of a subsample, which is another one on another grid.
        assert (differs > 3).mean() < 0.01


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(40, 50), (1, 1), (200, 37), (63, 96), (128, 192)])
def test_every_size_gives_labels_of_that_size(segmenter: Segmenter, mode: str, size: tuple[int, int]):
    prediction = segmenter(*pictures(mode, size))
    assert prediction.labels.shape == size
    assert prediction.confidence is not None
    assert prediction.confidence.shape == size
    assert prediction.labels.max() < len(segmenter.label_set)


@pytest.mark.parametrize("mode", ["fused", "thermal"])
@pytest.mark.parametrize("size", [SIZE, (100, 80)])
def test_thermal_formats_that_show_the_same_scene_give_the_same_labels(
    segmenter: Segmenter, mode: str, size: tuple[int, int]
):
    rgb, mono8 = pictures(mode, size)
    assert mono8 is not None
    expected = segmenter(rgb, mono8)
    counts = mono8.astype(np.uint16) * 37 + 7000
    kelvin = mono8.astype(np.float32) * np.float32(0.0625) + np.float32(270)
    for thermal in (counts, kelvin):
        prediction = segmenter(rgb, thermal)
        np.testing.assert_array_equal(prediction.labels, expected.labels)
        np.testing.assert_array_equal(prediction.confidence, expected.confidence)


def test_views_and_read_only_pictures_are_taken(segmenter: Segmenter):
    rgb, thermal = pictures("fused", (SIZE[0] * 2, SIZE[1]))
    assert rgb is not None
    assert thermal is not None
    rows = slice(None, None, 2)
    rgb.setflags(write=False)
    thermal.setflags(write=False)
    expected = segmenter(rgb[rows].copy(), thermal[rows].copy())
    np.testing.assert_array_equal(segmenter(rgb[rows], thermal[rows]).labels, expected.labels)
    flipped = segmenter(rgb[rows, :, ::-1][..., ::-1], thermal[rows, ::-1])
    assert flipped.labels.shape == SIZE


def test_thermal_that_shows_nothing_gives_labels_nevertheless(segmenter: Segmenter):
    for value in (0, np.nan):
        prediction = segmenter(None, np.full(SIZE, value, np.float32))
        assert prediction.labels.max() < 4
        assert prediction.confidence is not None
        assert prediction.confidence.min() >= 63


RGB, THERMAL = smooth(1, 3), smooth(2, 1)


@pytest.mark.parametrize(
    ("rgb", "thermal", "message"),
    [
        (None, None, "both are None"),
        (RGB.astype(np.float32), None, r"rgb is a picture of uint8\[H, W, 3\], not float32\[64, 96, 3\]"),
        (RGB[..., 0], None, r"not uint8\[64, 96\]"),
        (RGB[..., :2], None, r"not uint8\[64, 96, 2\]"),
        (RGB[:0], None, r"not uint8\[0, 96, 3\]"),
        (None, THERMAL.astype(np.int32), r"thermal is .*, not int32\[64, 96\]"),
        (None, THERMAL.astype(np.float64), r"not float64\[64, 96\]"),
        (None, THERMAL[..., None], r"not uint8\[64, 96, 1\]"),
        (None, THERMAL[:, :0], r"not uint8\[64, 0\]"),
        (RGB, THERMAL[:, :50], r"share one grid, but their sizes are \[\(64, 50\), \(64, 96\)\]"),
    ],
)
def test_wrong_pictures_are_refused(segmenter: Segmenter, rgb, thermal, message: str):
    with pytest.raises(ValueError, match=message):
        segmenter(rgb, thermal)


def test_many_threads_get_the_answers_of_one(segmenter: Segmenter):
    expected = {mode: segmenter(*pictures(mode)).labels for mode in MODES}
    start = threading.Barrier(6)
    right: list[bool] = []

    def work(mode: str) -> None:
        start.wait()
        right.extend(np.array_equal(segmenter(*pictures(mode)).labels, expected[mode]) for _ in range(4))

    threads = [threading.Thread(target=work, args=(mode,)) for mode in [*MODES, *MODES]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert right == [True] * 24


def test_loading_tells_what_was_loaded(checkpoint: Path, metadata: CheckpointMetadata):
    threads = torch.get_num_threads()
    try:
        segmenter = Segmenter.load(checkpoint, "cpu", threads=1)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(threads)
    segmenter.warm_up()
    assert segmenter.runtime_name == "torch (float32, cpu)"
    assert segmenter.metadata == metadata
    assert segmenter.label_set == metadata.label_set


def test_loading_refuses_what_cannot_work(checkpoint: Path, tmp_path: Path):
    with pytest.raises(CheckpointError, match="does not exist"):
        Segmenter.load(tmp_path / "none.safetensors")
    with pytest.raises(ValueError, match="there is no device 'gpu'"):
        Segmenter.load(checkpoint, "gpu")
    with pytest.raises(ValueError, match="threads is 1 or more, not 0"):
        Segmenter.load(checkpoint, "cpu", threads=0)

"""PyTorch as a runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.inference.answer_net import AnswerNet
from csk_ros.inference.runtimes.torch_runtime import TorchRuntime
from csk_ros.mode import Mode
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.folding.folded_net import FoldedNet

if TYPE_CHECKING:
    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata


@pytest.mark.parametrize("mode", Mode)
def test_a_folded_network_answers_as_the_trained_one(
    network: CSKNet, metadata: CheckpointMetadata, mode: Mode
):
    generator = np.random.default_rng(3)
    coarse = {"rgb": generator.integers(0, 256, (8, 12, 3)).astype(np.uint8)}
    coarse["thermal"] = generator.random((8, 12), np.float32)
    pictures = {name: coarse[name].repeat(8, axis=0).repeat(8, axis=1) for name in INPUTS[mode]}
    answers = TorchRuntime(FoldedNet(network), metadata, "cpu")(mode, pictures, confidence=True)
    with torch.inference_mode():
        tensors = [torch.from_numpy(picture)[None] for picture in pictures.values()]
        labels, logits = AnswerNet(network, metadata, mode)(*tensors)
        full = torch.nn.functional.interpolate(logits, size=(64, 96), mode="bilinear").softmax(1).amax(1)
    assert np.mean(answers.labels == labels[0].numpy()) > 0.999
    assert answers.confidence is not None
    assert np.abs(answers.confidence - 255 * full[0].numpy()).max() <= 1


def test_it_says_what_it_is_and_evaluates(network: CSKNet, metadata: CheckpointMetadata):
    other = CSKNet(**network.arguments).train()
    runtime = TorchRuntime(other, metadata, "cpu")
    assert (runtime.name, runtime.device, runtime.precision) == ("torch", "cpu", "float32")
    assert not other.training

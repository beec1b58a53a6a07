"""The pictures that a graph takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from csk_ros.inference.answer_inputs import INPUTS, example_inputs
from csk_ros.inference.answer_net import AnswerNet
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
    from csk_ros.network.csk_net import CSKNet


@pytest.mark.parametrize("mode", Mode)
def test_examples_are_what_a_graph_takes(network: CSKNet, metadata: CheckpointMetadata, mode: Mode):
    examples = dict(zip(INPUTS[mode], example_inputs(mode, (64, 96)), strict=True))
    expected = {"rgb": ((1, 64, 96, 3), np.uint8), "thermal": ((1, 64, 96), np.float32)}
    assert {name: (x.shape, x.dtype.type) for name, x in examples.items()} == {
        name: expected[name] for name in INPUTS[mode]
    }
    assert not any(x.any() for x in examples.values())
    with torch.inference_mode():
        labels, _ = AnswerNet(network, metadata, mode)(*map(torch.from_numpy, examples.values()))
    assert labels.shape == (1, 64, 96)

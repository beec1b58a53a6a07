"""A segmenter of varied answers, and its checkpoint, for all tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csk_ros.inference.checkpoint import save_checkpoint
from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
from csk_ros.inference.normalization import Normalization
from csk_ros.inference.segmenter import Segmenter
from csk_ros.labels import STREET
from support.networks import lively_network

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    network = lively_network()
    metadata = CheckpointMetadata("csk_net", network.arguments, STREET, Normalization(), (64, 96))
    path = tmp_path_factory.mktemp("checkpoint") / "lively.safetensors"
    save_checkpoint(path, network, metadata)
    return path


@pytest.fixture(scope="session")
def segmenter(checkpoint: Path) -> Segmenter:
    return Segmenter.load(checkpoint, "cpu")

"""A network with random weights, and its checkpoint, for all tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csk_ros.inference.checkpoint import save_checkpoint
from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
from csk_ros.inference.normalization import Normalization
from csk_ros.labels import STREET
from support.networks import lively_network

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.network.csk_net import CSKNet


@pytest.fixture(scope="session")
def network() -> CSKNet:
    return lively_network(seed=7)


@pytest.fixture(scope="session")
def metadata(network: CSKNet) -> CheckpointMetadata:
    return CheckpointMetadata(
        architecture="csk_net",
        arguments=network.arguments,
        label_set=STREET,
        normalization=Normalization(thermal_gamma=0.6),
        input_size=(64, 96),
        training={"data": ["a", "b"], "steps": 3},
        metrics={"val": {"fused": 0.5}},
    )


@pytest.fixture(scope="session")
def checkpoint(
    network: CSKNet, metadata: CheckpointMetadata, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("checkpoint") / "model.safetensors"
    save_checkpoint(path, network, metadata)
    return path

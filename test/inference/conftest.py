"""A network with random weights, and its checkpoint, for all tests of this folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from csk_ros.inference.checkpoint import save_checkpoint
from csk_ros.inference.checkpoint_metadata import CheckpointMetadata
from csk_ros.inference.export.export_cache import cached_export
from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
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


@pytest.fixture(scope="session")
def onnx_export(checkpoint: Path) -> ExportedModel:
    """The checkpoint's export in the cache, where `load_runtime` finds it, too: torch's exporter is slow."""
    pytest.importorskip("onnxscript", reason="torch's exporter needs it")
    return cached_export(checkpoint, ExportFormat.ONNX, lambda _: None)


@pytest.fixture(scope="session")
def openvino_export(checkpoint: Path, onnx_export: ExportedModel) -> ExportedModel:
    """The same for OpenVINO, from the files that `onnx_export` has made already."""
    pytest.importorskip("openvino", reason="the format is OpenVINO's")
    from csk_ros.inference.export import openvino_export  # noqa: PLC0415 - needs openvino

    def export_onnx(_network: object, _metadata: object, folder: Path) -> ExportedModel:
        shutil.copytree(onnx_export.folder, folder, dirs_exist_ok=True)
        return ExportedModel(folder, ExportFormat.ONNX)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openvino_export, "export_onnx", export_onnx)
        return cached_export(checkpoint, ExportFormat.OPENVINO, lambda _: None)

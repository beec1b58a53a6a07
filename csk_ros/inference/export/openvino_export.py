"""Write a network in OpenVINO's format."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import openvino

from csk_ros.inference.export.exported_model import METADATA_KEY, ExportedModel, ExportFormat
from csk_ros.inference.export.onnx_export import export_onnx
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from torch import nn

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata


def export_openvino(network: nn.Module, metadata: CheckpointMetadata, folder: Path) -> ExportedModel:
    """Write what `export_onnx` writes, as OpenVINO reads ONNX; arguments and errors as there.

    OpenVINO's own converter from PyTorch gives nothing faster, and reports its use over the network.
    """
    exported = ExportedModel(folder, ExportFormat.OPENVINO)
    core = openvino.Core()
    # Inside, so that a process that is killed meanwhile leaves nothing elsewhere.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".onnx-") as name:
        onnx = export_onnx(network, metadata, Path(name))
        pairs = [(onnx.network(mode), exported.network(mode)) for mode in Mode]
        for source, target in [*pairs, (onnx.confidence, exported.confidence)]:
            model = core.read_model(source)
            model.set_rt_info(metadata.to_json(), METADATA_KEY.split("."))
            openvino.save_model(model, target, compress_to_fp16=False)
        shutil.copy(onnx.reference_file, exported.reference_file)
    return exported

"""From a checkpoint to the files of another runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat

if TYPE_CHECKING:
    from pathlib import Path


def export_checkpoint(checkpoint: Path, export_format: ExportFormat, folder: Path) -> ExportedModel:
    """Write a checkpoint's three modes, confidence and reference answers in another format.

    Args:
        checkpoint: the file.
        export_format: which one.
        folder: exists; files of the same names are replaced.

    Raises:
        CheckpointError: the checkpoint cannot be used.
        ModuleNotFoundError: what the export needs is not installed; the message names it.
        OSError: the folder cannot be written.
        RuntimeError: the export failed.
    """
    # PyTorch takes long to load, and is not needed where an export is there.
    from csk_ros.inference.checkpoint import load_checkpoint  # noqa: PLC0415 - see above
    from csk_ros.network.folding.folded_net import FoldedNet  # noqa: PLC0415 - see above

    network, metadata = load_checkpoint(checkpoint)
    folded = FoldedNet(network)
    if export_format is ExportFormat.ONNX:
        from csk_ros.inference.export.onnx_export import export_onnx  # noqa: PLC0415 - needs onnx

        return export_onnx(folded, metadata, folder)
    from csk_ros.inference.export.openvino_export import export_openvino  # noqa: PLC0415 - needs openvino

    return export_openvino(folded, metadata, folder)

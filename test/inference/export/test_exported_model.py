"""The files of an export."""

from __future__ import annotations

from pathlib import Path

import pytest

from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.mode import Mode

FILES = {
    ExportFormat.ONNX: ["fused.onnx", "thermal.onnx", "rgb.onnx", "confidence.onnx", "reference.npz"],
    ExportFormat.OPENVINO: [
        *("fused.xml", "thermal.xml", "rgb.xml", "confidence.xml"),
        *("fused.bin", "thermal.bin", "rgb.bin", "confidence.bin"),
        "reference.npz",
    ],
}


def test_files_are_named_after_what_they_answer():
    onnx, openvino = (ExportedModel(Path("/m"), export_format) for export_format in ExportFormat)
    assert [str(onnx.network(mode)) for mode in Mode] == ["/m/fused.onnx", "/m/thermal.onnx", "/m/rgb.onnx"]
    assert openvino.network(Mode.RGB) == Path("/m/rgb.xml")
    assert (onnx.confidence.name, openvino.confidence.name) == ("confidence.onnx", "confidence.xml")


@pytest.mark.parametrize("export_format", ExportFormat)
def test_it_is_complete_when_nothing_lacks(tmp_path: Path, export_format: ExportFormat):
    exported = ExportedModel(tmp_path, export_format)
    for name in FILES[export_format]:
        assert not exported.is_complete
        (tmp_path / name).touch()
    assert exported.is_complete
    for name in FILES[export_format]:
        (tmp_path / name).unlink()
        assert not exported.is_complete, name
        (tmp_path / name).touch()

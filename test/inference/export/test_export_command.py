"""`python -m csk_ros export`."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from csk_ros import cli
from csk_ros.inference.export import export_command
from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.inference.export.reference import Reference
from csk_ros.inference.model_settings import OPENVINO, ModelSettings
from csk_ros.inference.runtimes.selection import load_runtime
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.runtimes.runtime import Runtime


@pytest.fixture(params=["onnx", "openvino"])
def exported(request: pytest.FixtureRequest) -> ExportedModel:
    """An export that is in the cache, and its runtime on this machine."""
    name = {"onnx": "onnx_runtime", "openvino": "openvino_runtime"}[request.param]
    pytest.importorskip(f"csk_ros.inference.runtimes.{name}", reason="needs the runtime")
    model: ExportedModel = request.getfixturevalue(f"{request.param}_export")
    return model


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch, onnx_export: ExportedModel):
    """Copies instead of exporting, which takes long."""

    def copy(_checkpoint: Path, _format: ExportFormat, folder: Path) -> ExportedModel:
        shutil.copytree(onnx_export.folder, folder, dirs_exist_ok=True)
        return ExportedModel(folder, ExportFormat.ONNX)

    monkeypatch.setattr(export_command, "export_checkpoint", copy)


def cells(line: str) -> list[str]:
    return line.split()


def test_the_cache_is_filled_and_every_precision_compared(
    checkpoint: Path, exported: ExportedModel, capsys: pytest.CaptureFixture
):
    code = cli.main(["export", "--format", exported.format.value, "--model", str(checkpoint)])
    captured = capsys.readouterr()
    folder, head, *rows = captured.out.splitlines()
    assert code == 0
    assert folder == str(exported.folder)
    assert cells(head) == ["runtime", "precision", "fused", "thermal", "rgb"]
    runtime = {"onnx": "onnxruntime", "openvino": "openvino"}[exported.format.value]
    assert cells(rows[-1])[:2] == [runtime, "float32"]
    assert {cells(row)[0] for row in rows} == {runtime}
    assert all(float(cell.removesuffix("%")) > 99.8 for cell in cells(rows[-1])[2:])
    assert re.fullmatch(
        rf"csk_ros export: the node's runtime {runtime} computes in (float32|bfloat16) on this machine",
        captured.err.splitlines()[-1],
    )


@pytest.mark.usefixtures("exporter")
def test_a_new_folder_gets_the_files(
    checkpoint: Path, onnx_export: ExportedModel, tmp_path: Path, capsys: pytest.CaptureFixture
):
    out = tmp_path / "a" / "new one"
    assert cli.main(["export", "--format", "onnx", "--model", str(checkpoint), "--out", str(out)]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[0] == str(out)
    exporting, _ = captured.err.splitlines()
    assert exporting == "csk_ros export: exporting model.safetensors for onnx"
    assert sorted(path.name for path in out.iterdir()) == sorted(
        path.name for path in onnx_export.folder.iterdir()
    )
    assert ExportedModel(out, ExportFormat.ONNX).is_complete


def test_an_export_that_fails_leaves_the_folder_empty_for_the_next_one(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
):
    def failing(_checkpoint: Path, _format: ExportFormat, folder: Path) -> None:
        (folder / "fused.onnx").touch()
        raise RuntimeError("no operator of that name")

    monkeypatch.setattr(export_command, "export_checkpoint", failing)
    arguments = ["export", "--format", "onnx", "--model", str(checkpoint), "--out", str(tmp_path)]
    for _ in range(2):
        assert cli.main(arguments) == 2
        assert capsys.readouterr().err.endswith("csk_ros export: no operator of that name\n")
        assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_and_a_file_are_refused(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture
):
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    for out in (tmp_path, file):
        assert cli.main(["export", "--format", "onnx", "--model", str(checkpoint), "--out", str(out)]) == 2
        assert capsys.readouterr().err == (
            f"csk_ros export: --out: expected a new or empty folder, got {out}; name another, or empty it\n"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(("agreement", "code"), [(0.9951, 0), (0.9949, 1)])
def test_exit_code_1_where_no_precision_answers_as_torch_does(
    checkpoint: Path,
    exported: ExportedModel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
    *,
    agreement: float,
    code: int,
):
    def agreements(_: Reference, runtime: object) -> dict[Mode, float]:
        found = agreement if runtime.precision == "float32" else 0.25
        return {Mode.FUSED: 1.0, Mode.THERMAL: found, Mode.RGB: 1.0}

    monkeypatch.setattr(Reference, "agreement", agreements)
    assert cli.main(["export", "--format", exported.format.value, "--model", str(checkpoint)]) == code
    captured = capsys.readouterr()
    assert cells(captured.out.splitlines()[-1])[2:] == ["100.00%", f"{agreement:.2%}", "100.00%"]
    last = captured.err.splitlines()[-1]
    runtime = {"onnx": "onnxruntime", "openvino": "openvino"}[exported.format.value]
    assert last == "csk_ros export: " + (
        "the node does not take this export; use the runtime torch"
        if code
        else f"the node's runtime {runtime} computes in float32 on this machine"
    )


def test_the_precision_that_the_node_falls_back_to_is_told_in_its_words(
    checkpoint: Path,
    openvino_export: ExportedModel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
):
    from csk_ros.inference.runtimes import openvino_runtime  # noqa: PLC0415 - needs openvino

    def agreement(_: Reference, runtime: Runtime) -> dict[Mode, float]:
        return dict.fromkeys(Mode, 1.0 if runtime.precision == "float32" else 0.25)

    # Every CPU takes the hint, with bfloat16 or without.
    monkeypatch.setattr(openvino_runtime, "precisions", lambda: ["bfloat16", "float32"])
    monkeypatch.setattr(Reference, "agreement", agreement)
    assert openvino_export.is_complete
    assert cli.main(["export", "--format", "openvino", "--model", str(checkpoint)]) == 0
    exported = capsys.readouterr().err.splitlines()
    told: list[str] = []
    load_runtime(ModelSettings(checkpoint, OPENVINO, "cpu"), told.append)
    (warning,) = told
    doubt = warning.removesuffix("; it computes in float32 instead")
    assert doubt.endswith("for only 25.00% of the reference pixels in mode fused, wanted are 99.5%")
    assert exported == [
        f"csk_ros export: {doubt}",
        "csk_ros export: the node's runtime openvino computes in float32 on this machine",
    ]


def test_an_export_is_written_where_its_runtime_is_not_installed(
    checkpoint: Path,
    onnx_export: ExportedModel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
):
    monkeypatch.delitem(sys.modules, "csk_ros.inference.runtimes.onnx_runtime", raising=False)
    monkeypatch.delattr("csk_ros.inference.runtimes.onnx_runtime", raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert cli.main(["export", "--format", "onnx", "--model", str(checkpoint)]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{onnx_export.folder}\n"
    assert "not compared with torch: " in captured.err
    assert "pip install 'csk_ros[onnxruntime]'" in captured.err


@pytest.mark.parametrize("package", ["onnx", "onnxscript"])
def test_a_package_that_torchs_exporter_lacks_is_named_with_the_cure(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, package: str
):
    def lacking(*_: object) -> None:
        raise ModuleNotFoundError(f"No module named '{package}'", name=package)

    monkeypatch.setattr(export_command, "cached_export", lacking)
    assert cli.main(["export", "--format", "onnx", "--model", str(checkpoint)]) == 2
    cure = "pip install 'csk_ros[onnxruntime]'"
    assert capsys.readouterr().err == f"csk_ros export: No module named '{package}'; {cure}\n"


def test_openvino_that_is_not_installed_is_named_with_the_cure(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, tmp_path: Path
):
    monkeypatch.delitem(sys.modules, "csk_ros.inference.export.openvino_export", raising=False)
    monkeypatch.setitem(sys.modules, "openvino", None)
    arguments = ["export", "--format", "openvino", "--model", str(checkpoint), "--out", str(tmp_path)]
    assert cli.main(arguments) == 2
    message = capsys.readouterr().err.splitlines()[-1]
    assert "openvino" in message
    assert message.endswith("; pip install 'csk_ros[openvino]'")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", [[], ["--out", "somewhere"]])
def test_a_checkpoint_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, out: list[str]
):
    monkeypatch.chdir(tmp_path)
    arguments = ["export", "--format", "onnx", "--model", "none.safetensors", *out]
    assert cli.main(arguments) == 2
    assert "none.safetensors does not exist; check the name" in capsys.readouterr().err
    (tmp_path / "none.safetensors").write_bytes(b"none")
    assert cli.main(arguments) == 2
    assert "not a safetensors file" in capsys.readouterr().err

"""Exports that are made once, whole, and for the content of a checkpoint."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from csk_ros.inference.export import export_cache
from csk_ros.inference.export.export_cache import cache_folder, cached_export
from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.mode import Mode


class Exporter:
    """Writes an export's files in no time, and counts."""

    def __init__(self) -> None:
        self.calls: list[tuple[Path, ExportFormat]] = []

    def __call__(self, checkpoint: Path, export_format: ExportFormat, folder: Path) -> ExportedModel:
        self.calls.append((checkpoint, export_format))
        exported = ExportedModel(folder, export_format)
        for path in (*map(exported.network, Mode), exported.confidence):
            path.write_bytes(checkpoint.read_bytes())
            if export_format is ExportFormat.OPENVINO:
                path.with_suffix(".bin").write_bytes(b"weights")
        np.savez(exported.reference_file, a=np.zeros(1))
        return exported


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "csk_ros"


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> Exporter:
    made = Exporter()
    monkeypatch.setattr(export_cache, "export_checkpoint", made)
    return made


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"a checkpoint")
    return path


def modified(exported: ExportedModel) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in exported.folder.iterdir()}


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("export_format", ExportFormat)
def test_an_export_is_made_once_and_told_of(
    exporter: Exporter, model: Path, cache: Path, export_format: ExportFormat
):
    told: list[str] = []
    first = cached_export(model, export_format, told.append)
    assert told == [f"exporting model.safetensors for {export_format.value} once, to {first.folder}"]
    assert first.folder.is_relative_to(cache)
    assert first.is_complete
    times = modified(first)
    assert cached_export(model, export_format, told.append) == first
    assert modified(first) == times
    assert len(told) == len(exporter.calls) == 1
    assert exporter.calls == [(model, export_format)]


def test_the_content_is_the_key_and_not_the_name(exporter: Exporter, model: Path, tmp_path: Path):
    copy = shutil.copy(model, tmp_path / "another_name.safetensors")
    first = cached_export(model, ExportFormat.ONNX, print)
    assert cached_export(copy, ExportFormat.ONNX, print) == first
    assert len(exporter.calls) == 1
    model.write_bytes(b"another checkpoint")
    second = cached_export(model, ExportFormat.ONNX, print)
    assert second.folder != first.folder
    assert second.confidence.read_bytes() == b"another checkpoint"
    assert first.confidence.read_bytes() == b"a checkpoint"


def test_formats_and_exporters_have_exports_of_their_own(
    exporter: Exporter, model: Path, monkeypatch: pytest.MonkeyPatch
):
    folders = {cached_export(model, export_format, print).folder for export_format in ExportFormat}
    monkeypatch.setattr(export_cache, "exporter_version", lambda: "0123456789abcdef")
    folders.add(cached_export(model, ExportFormat.ONNX, print).folder)
    assert len(folders) == len(exporter.calls) == 3


@pytest.mark.usefixtures("exporter")
def test_a_changed_exporter_makes_graph_and_reference_anew(model: Path, monkeypatch: pytest.MonkeyPatch):
    old = cached_export(model, ExportFormat.ONNX, print)
    old.reference_file.write_bytes(b"what the old network answered")
    monkeypatch.setattr(export_cache, "exporter_version", lambda: "0123456789abcdef")
    new = cached_export(model, ExportFormat.ONNX, print)
    assert new.reference_file.parent == new.folder != old.folder
    assert new.reference_file.read_bytes() != old.reference_file.read_bytes()


def age(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder, (then, then))


def test_exports_that_nobody_has_used_for_a_month_go_with_the_next_one(
    exporter: Exporter, model: Path, monkeypatch: pytest.MonkeyPatch
):
    unused, used = (cached_export(model, export_format, print).folder for export_format in ExportFormat)
    killed, at_work = (unused.with_name(f".unfinished-{name}") for name in ("killed", "at_work"))
    for folder in (killed, at_work):
        folder.mkdir()
    for folder in (unused, used):
        age(folder, 31 * 86_400)
    age(killed, 2 * 86_400)
    assert cached_export(model, ExportFormat.OPENVINO, print).folder == used
    monkeypatch.setattr(export_cache, "exporter_version", lambda: "0123456789abcdef")
    newest = cached_export(model, ExportFormat.ONNX, print).folder
    assert set(newest.parent.iterdir()) == {used, at_work, newest}
    assert len(exporter.calls) == 3


@pytest.mark.parametrize("missing", ["rgb.xml", "rgb.bin", "confidence.xml", "reference.npz"])
def test_an_export_that_lost_a_file_is_made_anew(exporter: Exporter, model: Path, cache: Path, missing: str):
    first = cached_export(model, ExportFormat.OPENVINO, print)
    whole = files(cache)
    (first.folder / missing).unlink()
    assert not first.is_complete
    assert cached_export(model, ExportFormat.OPENVINO, print).is_complete
    assert len(exporter.calls) == 2
    assert files(cache) == whole


def test_an_export_that_fails_leaves_nothing_behind(
    model: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, exporter: Exporter
):
    def failing(_checkpoint: Path, _format: ExportFormat, folder: Path) -> None:
        (folder / "fused.onnx").write_bytes(b"half of it")
        raise RuntimeError("no operator of that name")

    with monkeypatch.context() as patch:
        patch.setattr(export_cache, "export_checkpoint", failing)
        with pytest.raises(RuntimeError, match="no operator"):
            cached_export(model, ExportFormat.ONNX, print)
    (of_the_checkpoint,) = cache.iterdir()
    assert list(of_the_checkpoint.iterdir()) == []
    assert cached_export(model, ExportFormat.ONNX, print).is_complete
    assert len(exporter.calls) == 1


def test_two_at_once_end_with_one_whole_export(
    exporter: Exporter, model: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
):
    both_write = threading.Barrier(2)

    def together(checkpoint: Path, export_format: ExportFormat, folder: Path) -> None:
        both_write.wait()
        exporter(checkpoint, export_format, folder)
        both_write.wait()

    monkeypatch.setattr(export_cache, "export_checkpoint", together)
    found: list[ExportedModel] = []

    def work() -> None:
        found.append(cached_export(model, ExportFormat.OPENVINO, print))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = found
    assert first == second
    assert first.is_complete
    assert len(exporter.calls) == 2
    assert [path.parent for path in cache.rglob("*") if path.is_file()] == [first.folder] * 9


def test_a_cache_that_cannot_be_written_is_an_os_error(exporter: Exporter, model: Path, cache: Path):
    cache.parent.write_bytes(b"a file where a folder should be")
    with pytest.raises(OSError, match="cache"):
        cached_export(model, ExportFormat.ONNX, print)
    assert exporter.calls == []


@pytest.mark.parametrize("value", [None, "", "relative/folder"])
def test_without_an_absolute_xdg_folder_the_cache_is_in_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None
):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    if value is None:
        monkeypatch.delenv("XDG_CACHE_HOME")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", value)
    assert cache_folder() == tmp_path / ".cache" / "csk_ros"


def test_an_absolute_xdg_folder_is_taken(cache: Path):
    assert cache_folder() == cache

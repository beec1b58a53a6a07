"""ONNX Runtime: devices, threads, files that cannot be used, and what it must not do."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

onnx_runtime = pytest.importorskip("csk_ros.inference.runtimes.onnx_runtime", reason="needs onnxruntime")

CPU, CUDA, TENSORRT = "CPUExecutionProvider", "CUDAExecutionProvider", "TensorrtExecutionProvider"


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch):
    """Say which providers this ONNX Runtime has."""

    def have(*providers: str) -> None:
        monkeypatch.setattr(onnx_runtime.onnxruntime, "get_available_providers", lambda: list(providers))

    return have


@pytest.mark.parametrize("device", ["auto", "cpu"])
def test_without_a_provider_for_a_gpu_it_computes_on_the_cpu(present, device: str):
    present("AzureExecutionProvider", CPU)
    assert onnx_runtime._providers(device) == ("cpu", [CPU])


def test_auto_takes_a_gpu_with_what_it_has_for_one_the_fastest_first(present):
    present(CPU, CUDA, TENSORRT)
    options = {"device_id": "0"}
    assert onnx_runtime._providers("auto") == ("cuda:0", [(TENSORRT, options), (CUDA, options), CPU])
    present(CPU, CUDA)
    assert onnx_runtime._providers("cuda:1") == ("cuda:1", [(CUDA, {"device_id": "1"}), CPU])
    assert onnx_runtime._providers("cpu") == ("cpu", [CPU])


def test_a_gpu_that_it_has_no_provider_for_is_refused_with_a_cure(present, tmp_path: Path):
    present(CPU)
    exported = ExportedModel(tmp_path, ExportFormat.ONNX)
    with pytest.raises(ValueError, match=r"'cuda' was asked for.*only CPUExecution.*install onnxruntime-gpu"):
        onnx_runtime.OnnxRuntime(exported, "cuda")


def test_threads_are_those_that_were_asked_for(onnx_export: ExportedModel):
    for threads, expected in ((1, 1), (2, 2), (None, 0)):
        runtime = onnx_runtime.OnnxRuntime(onnx_export, "cpu", threads)
        for session in [*runtime._networks.values(), runtime._confidence]:
            options = session.get_session_options()
            # 0 is its own choice: all cores.
            assert options.intra_op_num_threads == expected
            assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_it_says_what_it_is(onnx_export: ExportedModel):
    runtime = onnx_runtime.OnnxRuntime(onnx_export, "cpu", 1)
    assert (runtime.name, runtime.device, runtime.precision) == ("onnxruntime", "cpu", "float32")


def test_a_file_that_is_no_network_is_a_runtime_error_that_names_it(tmp_path: Path):
    exported = ExportedModel(tmp_path, ExportFormat.ONNX)
    for path in [*map(exported.network, Mode), exported.confidence]:
        path.write_bytes(b"not a network")
    with pytest.raises(RuntimeError, match=r"ONNX Runtime cannot use .*fused\.onnx"):
        onnx_runtime.OnnxRuntime(exported)


@pytest.mark.parametrize(("setting", "silent"), [(None, True), ("0", False)])
def test_it_writes_down_no_device_id_unless_it_is_told_to(tmp_path: Path, setting: str | None, silent: bool):
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    module = "csk_ros.inference.runtimes.onnx_runtime"
    program = f"import os, {module}\nprint(os.environ['ORT_DISABLE_TELEMETRY'])"
    if setting is not None:
        environment["ORT_DISABLE_TELEMETRY"] = setting
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )
    assert ran.stdout == ("1\n" if silent else f"{setting}\n")
    if silent:
        assert list(tmp_path.iterdir()) == []

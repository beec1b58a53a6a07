"""OpenVINO: precisions, threads and files that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

openvino_runtime = pytest.importorskip("csk_ros.inference.runtimes.openvino_runtime", reason="needs openvino")


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [(["FP32", "BF16", "INT8"], ["bfloat16", "float32"]), (["FP32", "INT8"], ["float32"])],
)
def test_bfloat16_comes_first_where_the_cpu_has_it(monkeypatch, capabilities: list, expected: list):
    class Core:
        def get_property(self, device: str, name: str) -> list[str]:
            assert (device, name) == ("CPU", "OPTIMIZATION_CAPABILITIES")
            return capabilities

    monkeypatch.setattr(openvino_runtime, "_core", Core)
    assert openvino_runtime.precisions() == expected


@pytest.mark.parametrize("precision", openvino_runtime.precisions())
def test_it_computes_in_the_precision_and_with_the_threads_that_were_asked_for(
    openvino_export: ExportedModel, precision: str
):
    runtime = openvino_runtime.OpenVINORuntime(openvino_export, precision, 1)
    assert (runtime.name, runtime.device, runtime.precision) == ("openvino", "cpu", precision)
    for mode in Mode:
        compiled = runtime._networks[mode].get_compiled_model()
        wanted = {"bfloat16": "bf16", "float32": "f32"}[precision]
        assert compiled.get_property("INFERENCE_PRECISION_HINT").to_string() == wanted
        assert compiled.get_property("INFERENCE_NUM_THREADS") == 1
        assert compiled.get_property("ENABLE_CPU_PINNING") is False
    confidence = runtime._confidence.get_compiled_model()
    assert confidence.get_property("INFERENCE_PRECISION_HINT").to_string() == "f32"


def test_a_file_that_is_no_network_is_a_runtime_error(tmp_path: Path):
    exported = ExportedModel(tmp_path, ExportFormat.OPENVINO)
    exported.network(Mode.FUSED).write_bytes(b"not a network")
    with pytest.raises(RuntimeError, match="fused"):
        openvino_runtime.OpenVINORuntime(exported, "float32")


def test_signals_are_handled_after_a_runtime_has_gone(openvino_export: ExportedModel):
    program = f"""
import faulthandler, gc, signal
from pathlib import Path
from csk_ros.inference.export.exported_model import ExportedModel, ExportFormat
from csk_ros.inference.runtimes.openvino_runtime import OpenVINORuntime, precisions

faulthandler.enable()
signals = []
signal.signal(signal.SIGTERM, lambda number, _: signals.append(number))
exported = ExportedModel(Path({str(openvino_export.folder)!r}), ExportFormat.OPENVINO)
first, second = (OpenVINORuntime(exported, precision, 1) for precision in (precisions()[0], "float32"))
del first
gc.collect()
del second
gc.collect()
signal.raise_signal(signal.SIGTERM)
print(len(signals))
"""
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert output.stdout.split() == [b"1"]

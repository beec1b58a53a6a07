"""OpenVINO: the fastest on a CPU, Intel's or another's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import openvino

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.inference.runtimes.runtime import NetworkOutput
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from csk_ros.inference.export.exported_model import ExportedModel

_DEVICE = "CPU"


class OpenVINORuntime:
    """Executes exported networks in OpenVINO on the CPU.

    Args:
        exported: in OpenVINO's format.
        precision: `bfloat16`, where the CPU computes with it, or `float32`.
        threads: CPU threads; None for all cores.

    Raises:
        RuntimeError: a file cannot be read.
    """

    name = "openvino"
    device = "cpu"

    def __init__(self, exported: ExportedModel, precision: str, threads: int | None = None) -> None:
        self.precision = precision
        self._settings: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            # A robot's cores have other work: the system may move a thread away from it.
            "ENABLE_CPU_PINNING": False,
        }
        if threads is not None:
            self._settings["INFERENCE_NUM_THREADS"] = threads
        hint = {"bfloat16": "bf16", "float32": "f32"}[precision]
        self._networks = {mode: self._load(exported.network(mode), hint) for mode in Mode}
        # Hardly any arithmetic: bfloat16 would only cost digits.
        self._confidence = self._load(exported.confidence, "f32")

    def __call__(self, mode: Mode, pictures: dict[str, NDArray[Any]], *, confidence: bool) -> NetworkOutput:
        """See `Runtime`."""
        request = self._networks[mode]
        for name in INPUTS[mode]:
            # Copied, which takes no time: a request that shares memory does not keep it alive, and it takes
            # no read-only memory, which a picture of a message may be.
            request.get_tensor(name).data[0] = pictures[name]
        request.infer()
        labels = request.get_tensor("labels").data[0].copy()
        if not confidence:
            return NetworkOutput(labels, None)
        self._confidence.set_tensor("logits", request.get_tensor("logits"))
        self._confidence.infer()
        return NetworkOutput(labels, self._confidence.get_tensor("confidence").data[0].copy())

    def _load(self, path: Path, precision_hint: str) -> openvino.InferRequest:
        settings = {**self._settings, "INFERENCE_PRECISION_HINT": precision_hint}
        return _core().compile_model(path, _DEVICE, settings).create_infer_request()


def precisions() -> list[str]:
    """The precisions that OpenVINO computes in on this CPU, the fastest first."""
    has_bfloat16 = "BF16" in _core().get_property(_DEVICE, "OPTIMIZATION_CAPABILITIES")
    return ["bfloat16", "float32"] if has_bfloat16 else ["float32"]


@cache
def _core() -> openvino.Core:
    """Give the one core of this process, which is never unloaded.

    With the first one the CPU plugin gives its thread a stack for signals, and with the last one it frees it.
    Python's signal handlers run on that stack: Ctrl-C after the plugin was unloaded can end in a crash.
    """
    return openvino.Core()

"""ONNX Runtime: on a CPU, and with CUDA and TensorRT on an NVIDIA GPU."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# Reports of its use over the network and a device id on the disk, unless it is told before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.inference.model_settings import AUTO
from csk_ros.inference.runtimes.runtime import NetworkOutput
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from csk_ros.inference.export.exported_model import ExportedModel

_GPU_PROVIDERS = ("TensorrtExecutionProvider", "CUDAExecutionProvider")
"""In the order in which they are tried; what one cannot execute, the next one does."""


class OnnxRuntime:
    """Executes exported networks in ONNX Runtime.

    The providers for NVIDIA GPUs come with the package onnxruntime-gpu; they have not been run.

    Args:
        exported: in ONNX.
        device: `auto` for a GPU where this ONNX Runtime has a provider for one, else the CPU; or `cpu`,
            `cuda`, `cuda:1`.
        threads: CPU threads; None for all cores.

    Raises:
        ValueError: this ONNX Runtime has no provider for the device.
        RuntimeError: a file cannot be read or executed.
    """

    name = "onnxruntime"
    precision = "float32"

    def __init__(self, exported: ExportedModel, device: str = "cpu", threads: int | None = None) -> None:
        self.device, self._providers = _providers(device)
        self._options = onnxruntime.SessionOptions()
        if threads is not None:
            self._options.intra_op_num_threads = threads
        # Threads that spin while they wait take the cores from everything else on the robot.
        self._options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._networks = {mode: self._load(exported.network(mode)) for mode in Mode}
        self._confidence = self._load(exported.confidence)

    def __call__(self, mode: Mode, pictures: dict[str, NDArray[Any]], *, confidence: bool) -> NetworkOutput:
        """See `Runtime`."""
        inputs = {name: pictures[name][None] for name in INPUTS[mode]}
        if not confidence:
            (labels,) = self._networks[mode].run(["labels"], inputs)
            return NetworkOutput(labels[0], None)
        labels, logits = self._networks[mode].run(["labels", "logits"], inputs)
        (certainty,) = self._confidence.run(["confidence"], {"logits": logits})
        return NetworkOutput(labels[0], certainty[0])

    def _load(self, path: Path) -> onnxruntime.InferenceSession:
        try:
            return onnxruntime.InferenceSession(path, self._options, providers=self._providers)
        except Exception as error:  # its exceptions have no base class of their own
            raise RuntimeError(f"ONNX Runtime cannot use {path}: {error}") from error


def _providers(device: str) -> tuple[str, list[Any]]:
    """The device's name, and the providers with their options, the fastest first."""
    kind, _, number = device.partition(":")
    on_cpu = ["CPUExecutionProvider"]
    present = onnxruntime.get_available_providers()
    wanted = [name for name in _GPU_PROVIDERS if name in present]
    if kind == "cpu" or (kind == AUTO and not wanted):
        return "cpu", list(on_cpu)
    if not wanted:
        raise ValueError(
            f"device '{device}' was asked for, but this onnxruntime has only {', '.join(present)}; "
            "install onnxruntime-gpu, or choose the device cpu"
        )
    number = number or "0"
    return f"cuda:{number}", [*((name, {"device_id": number}) for name in wanted), *on_cpu]

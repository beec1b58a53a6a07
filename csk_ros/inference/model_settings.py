"""Which checkpoint to run, on what and with what: the node's parameters `model.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

AUTO = "auto"
TORCH = "torch"
OPENVINO = "openvino"
ONNXRUNTIME = "onnxruntime"

RUNTIMES = (AUTO, TORCH, OPENVINO, ONNXRUNTIME)
"""What may execute a network. `auto` is torch on a GPU; on a CPU the first of OpenVINO, ONNX Runtime and
torch that is installed and answers as torch does."""


class ModelSettings(NamedTuple):
    """What to load."""

    path: Path
    """The checkpoint."""
    runtime: str = TORCH
    """One of `RUNTIMES`."""
    device: str = AUTO
    """See `select_device`."""
    threads: int | None = None
    """CPU threads; None for all cores."""

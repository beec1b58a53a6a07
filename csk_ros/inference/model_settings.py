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


def device_kind(name: str) -> tuple[str, str]:
    """Split a device's name into `auto`, `cpu` or `cuda`, and the number behind it, empty for none.

    Raises:
        ValueError: it is no such name.
    """
    kind, colon, number = name.partition(":")
    if kind not in {AUTO, "cpu", "cuda"} or (colon and (kind == AUTO or not number.isdecimal())):
        raise ValueError(f"there is no device '{name}'; choose auto, cpu, cuda or cuda:<number>")
    return kind, number


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

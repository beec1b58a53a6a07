"""The machine that figures come from."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from csk_ros import __version__

CPU_INFO = Path("/proc/cpuinfo")

LIBRARIES = ("numpy", "opencv-python-headless", "torch", "openvino", "onnxruntime")
"""Names of the packages that a frame's cost depends on."""


def describe_machine() -> dict[str, Any]:
    """Tell the CPU, its cores, Python and the libraries; a library that is not installed is None."""
    information = CPU_INFO.read_text(encoding="utf-8") if CPU_INFO.is_file() else ""
    return {
        "cpu": cpu_model(information) or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "csk_ros": __version__,
        "libraries": {name: _version(name) for name in LIBRARIES},
    }


def cpu_model(information: str) -> str | None:
    """Find the CPU's name in the text of /proc/cpuinfo; ARM kernels do not tell it."""
    for line in information.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return None


def machine_line(machine: dict[str, Any]) -> str:
    """A machine in one line, for above a table."""
    versions = [f"{name} {number}" for name, number in machine["libraries"].items() if number]
    return f"{machine['cpu']}, {machine['cores']} cores; Python {machine['python']}, {', '.join(versions)}"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

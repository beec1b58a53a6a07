"""The most memory that this process has held."""

from __future__ import annotations

from pathlib import Path

STATUS = Path("/proc/self/status")

_KIB_PER_MIB = 1024


def peak_memory() -> float | None:
    """The highest resident memory so far in MiB; None on a system without /proc.

    Not `getrusage`'s ru_maxrss: a process that another one started inherits its parent's there.
    """
    if not STATUS.is_file():
        return None
    return high_water(STATUS.read_text(encoding="utf-8"))


def high_water(status: str) -> float:
    """Read VmHWM, in MiB, from the text of /proc/PID/status.

    Raises:
        ValueError: there is none.
    """
    for line in status.splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.removesuffix("kB")) / _KIB_PER_MIB
    raise ValueError("expected a line VmHWM in the status of a process")

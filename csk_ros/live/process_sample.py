"""What a process holds and has used, as Linux tells it in /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")

_KIB_PER_MIB = 1024
"""Of the kB of /proc/PID/status, which are 1024 bytes each (proc(5))."""


@dataclass(frozen=True)
class ProcessSample:
    """Figures of a process."""

    time: float
    """Seconds since the cameras began."""
    memory: float
    """Resident memory in MiB: VmRSS."""
    threads: int
    files: int
    """Open file handles, sockets and the like among them."""


def can_sample() -> bool:
    """Whether this system has what `sample_process` reads."""
    return (PROC / "self" / "status").is_file()


def sample_process(pid: int, time: float) -> ProcessSample:
    """Look at a process of the same user.

    Args:
        pid: its number.
        time: for the sample.

    Raises:
        ProcessLookupError: it has ended.
    """
    try:
        status = _status(str(pid))
        # Without memory it is a zombie, which nobody may look into.
        files = sum(1 for _ in (PROC / str(pid) / "fd").iterdir()) if "VmRSS" in status else 0
    except (FileNotFoundError, PermissionError, ProcessLookupError) as error:
        raise ProcessLookupError(f"process {pid} cannot be looked at any more: {error}") from error
    if "VmRSS" not in status:
        raise ProcessLookupError(f"process {pid} has no memory any more: it has ended")
    return ProcessSample(time, _mebibytes(status["VmRSS"]), int(status["Threads"]), files)


def processor_seconds(pid: int) -> float:
    """What a process and its threads have computed so far: utime and stime of /proc/PID/stat (proc(5)).

    Raises:
        OSError: there is no such process.
    """
    text = (PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    # The name in brackets may hold blanks.
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory() -> float | None:
    """The highest resident memory of this process so far in MiB: VmHWM; None on a system without /proc.

    Not `getrusage`'s ru_maxrss: a process that another one started inherits its parent's there.
    """
    if not can_sample():
        return None
    return _mebibytes(_status("self")["VmHWM"])


def _mebibytes(value: str) -> float:
    return int(value.removesuffix("kB")) / _KIB_PER_MIB


def _status(process: str) -> dict[str, str]:
    """The lines `name: value` of /proc/PID/status."""
    text = (PROC / process / "status").read_text(encoding="utf-8", errors="replace")
    pairs = (line.partition(":") for line in text.splitlines())
    return {name: value.strip() for name, _, value in pairs}

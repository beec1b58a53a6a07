"""What a process holds at one moment, as Linux tells it in /proc."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")

MIB = 1024
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
    folder = PROC / str(pid)
    try:
        status = _fields((folder / "status").read_text(encoding="utf-8", errors="replace"))
        # Without memory it is a zombie, which nobody may look into.
        files = sum(1 for _ in (folder / "fd").iterdir()) if "VmRSS" in status else 0
    except (FileNotFoundError, PermissionError, ProcessLookupError) as error:
        raise ProcessLookupError(f"process {pid} cannot be looked at any more: {error}") from error
    if "VmRSS" not in status:
        raise ProcessLookupError(f"process {pid} has no memory any more: it has ended")
    memory = int(status["VmRSS"].removesuffix("kB")) / MIB
    return ProcessSample(time, memory, int(status["Threads"]), files)


def _fields(status: str) -> dict[str, str]:
    """The lines `name: value` of /proc/PID/status."""
    pairs = (line.partition(":") for line in status.splitlines())
    return {name: value.strip() for name, _, value in pairs}

"""Every stage of a frame, in every runtime and mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.protocol import Assignment, Block
from csk_ros.benchmark.summary import Summary, summarise, times_figures
from csk_ros.benchmark.worker_process import UnusableRuntimeError, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csk_ros.benchmark.benchmark_model import BenchmarkModel
    from csk_ros.benchmark.protocol import Ready
    from csk_ros.mode import Mode

BLOCK = 20
"""Frames that a mode has before it is another's turn."""

UNMEASURED = 3


@dataclass(frozen=True)
class RuntimeFigures:
    """What one runtime takes."""

    ready: Ready
    memory: float | None
    """The most that its process held, in MiB."""
    modes: dict[Mode, dict[str, Summary]]
    """By mode and stage."""

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON; durations in milliseconds, memory in MiB."""
        return {
            **self.ready.figures(),
            "start_up_s": self.ready.start_up,
            "peak_memory_mib": self.memory,
            "modes": {mode.value: times_figures(times) for mode, times in self.modes.items()},
        }


@dataclass(frozen=True)
class StageFigures:
    """What all runtimes take."""

    runtimes: dict[str, RuntimeFigures]
    left_out: dict[str, str]
    """Runtimes that cannot be used here, and why."""

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "runtimes": {name: found.figures() for name, found in self.runtimes.items()},
            "left_out": self.left_out,
        }


def measure_stages(
    model: BenchmarkModel,
    runtimes: Sequence[str],
    modes: Sequence[Mode],
    *,
    size: tuple[int, int] | None,
    frames: int,
    threads: int | None,
    progress: Callable[[str, int], object],
) -> StageFigures:
    """Measure runtimes one after the other, each in a process of its own.

    Args:
        model: the checkpoint.
        runtimes: of `model_settings.RUNTIMES`.
        modes: at least one.
        size: height and width of the pictures; None for the network's input.
        frames: of every runtime in every mode.
        threads: CPU threads; None for all cores.
        progress: told what is done, and how many frames more have been measured.

    Raises:
        RefusedError: the checkpoint cannot be used.
        WorkerDiedError: a process ended before its time.
    """
    found: dict[str, RuntimeFigures] = {}
    left_out: dict[str, str] = {}
    for runtime in runtimes:
        assignment = Assignment.of(runtime, model.path, modes[0], size=size, threads=threads)
        try:
            found[runtime] = _measure_runtime(model, assignment, modes, frames, progress)
        except UnusableRuntimeError as error:
            left_out[runtime] = str(error)
            progress(runtime, frames * len(modes))
    return StageFigures(found, left_out)


def _measure_runtime(
    model: BenchmarkModel,
    assignment: Assignment,
    modes: Sequence[Mode],
    frames: int,
    progress: Callable[[str, int], object],
) -> RuntimeFigures:
    progress(f"{assignment.executor}, first start", 0)
    # Exports the network if need be, and brings all files into memory, as at any but the first start.
    with WorkerProcess(assignment, model.cache) as worker:
        worker.ready()
    progress(f"{assignment.executor}, start", 0)
    times: dict[Mode, dict[str, list[float]]] = {mode: {} for mode in modes}
    with WorkerProcess(assignment, model.cache) as worker:
        ready = worker.ready()
        for begin in range(0, frames, BLOCK):
            count = min(BLOCK, frames - begin)
            # In turn: a machine that becomes slower meanwhile makes no mode look worse than another.
            for mode in modes:
                measured = worker.measure(Block(mode.value, count, unmeasured=UNMEASURED))
                for stage, durations in measured.times.items():
                    times[mode].setdefault(stage, []).extend(durations)
                progress(f"{assignment.executor}, {mode}", count)
    return RuntimeFigures(ready, measured.memory, {mode: summarise(found) for mode, found in times.items()})

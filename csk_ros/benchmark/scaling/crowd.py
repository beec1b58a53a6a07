"""Several processes on one machine, each as fast as it can."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.protocol import Block
from csk_ros.benchmark.stages import TOTAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csk_ros.benchmark.worker_process import WorkerProcess
    from csk_ros.mode import Mode

SECONDS = 4.0
"""That a number of processes run together."""

UNMEASURED = 2

_MILLISECONDS = 1e3


@dataclass(frozen=True)
class Crowd:
    """What a number of processes get done at once."""

    mode: Mode
    rates: list[float]
    """Frames a second, process by process."""

    @property
    def number(self) -> int:
        """Of processes."""
        return len(self.rates)

    @property
    def total(self) -> float:
        """Frames a second of all of them."""
        return math.fsum(self.rates)

    @property
    def each(self) -> float:
        """Frames a second of one, on average."""
        return self.total / self.number

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "instances": self.number,
            "mode": self.mode.value,
            "rates": self.rates,
            "total": self.total,
        }


def measure_crowds(
    workers: Sequence[WorkerProcess],
    numbers: Sequence[int],
    modes: Sequence[Mode],
    progress: Callable[[str, int], object],
) -> list[Crowd]:
    """Let more and more processes work at the same time.

    Args:
        workers: not started yet, as many as the largest number.
        numbers: of processes at once.
        modes: each for every number.
        progress: told what is done, and that one more number and mode is.

    Raises:
        WorkerDiedError: one ended before its time.
    """
    with ExitStack() as stack:
        for worker in workers:
            stack.enter_context(worker).ready()
        crowds = []
        for number in numbers:
            for mode in modes:
                progress(f"{number} at once, {mode}", 0)
                crowds.append(_measure_crowd(workers[:number], mode))
                progress("", 1)
        return crowds


def rate(durations: Sequence[float]) -> float:
    """Frames a second, of frames that took so many milliseconds one after the other."""
    return len(durations) * _MILLISECONDS / math.fsum(durations)


def _measure_crowd(workers: Sequence[WorkerProcess], mode: Mode) -> Crowd:
    for worker in workers:
        worker.start(Block(mode.value, seconds=SECONDS, unmeasured=UNMEASURED))
    return Crowd(mode, [rate(worker.result().times[TOTAL]) for worker in workers])

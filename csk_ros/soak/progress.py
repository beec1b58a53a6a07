"""A soak's progress in the terminal: a bar, and a line of figures every so often."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from csk_ros.progress_bars import NodeBar
from csk_ros.text_table import NOTHING

if TYPE_CHECKING:
    from csk_ros.soak.observation import Observation

LINES = 20
"""Lines of figures in a run."""

HEAD = ("minute", "memory MiB", "threads", "files", "thermal in", "labels out", "dropped", "p50 ms", "p99 ms")


class SoakProgress(NodeBar):
    """A bar of so many seconds, and figures above it, while its block lasts."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self._printed = 0

    def show(self, observation: Observation) -> None:
        """Bring the bar to where the soak is; print the figures if it is time."""
        self.advance(observation.seconds, "soaking")
        if observation.seconds * LINES < (self._printed + 1) * self._seconds:
            return
        if not self._printed:
            self._print(HEAD)
        self._printed = int(observation.seconds * LINES / self._seconds)
        self._print(_cells(observation))

    def _print(self, cells: tuple[str, ...]) -> None:
        line = "   ".join(cell.rjust(len(name)) for cell, name in zip(cells, HEAD, strict=True))
        self.bar.write(f"  {line}", file=sys.stdout)


def _cells(observation: Observation) -> tuple[str, ...]:
    sample = observation.samples[-1]
    counts = observation.counts
    latency = observation.latency.all
    return (
        f"{observation.seconds / 60:.1f}",
        f"{sample.memory:.1f}",
        str(sample.threads),
        str(sample.files),
        str(counts.received.get("thermal", 0)),
        str(observation.labels),
        str(sum(counts.dropped.get("thermal", {}).values())),
        *(_milliseconds(latency.percentile(percent)) for percent in (50, 99)),
    )


def _milliseconds(seconds: float | None) -> str:
    return NOTHING if seconds is None else f"{seconds * 1e3:.0f}"

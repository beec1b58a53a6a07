"""A soak's progress in the terminal: a bar, and a line of figures every so often."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from tqdm import tqdm

from csk_ros.progress_bars import SECONDS_FORMAT, refresh_interval
from csk_ros.text_table import NOTHING

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from csk_ros.soak.observation import Observation

LINES = 20
"""Lines of figures in a run."""

HEAD = ("minute", "memory MiB", "threads", "files", "thermal in", "labels out", "dropped", "p50 ms", "p99 ms")


class SoakProgress:
    """A bar of so many seconds, and figures above it, while its block lasts."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._printed = 0

    def __enter__(self) -> Self:
        self._bar: tqdm[NoReturn] = tqdm(
            total=self._seconds,
            bar_format=SECONDS_FORMAT,
            desc="waiting for the node",
            mininterval=refresh_interval(),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def show(self, observation: Observation) -> None:
        """Bring the bar to where the soak is; print the figures if it is time."""
        self._bar.set_description_str("soaking", refresh=False)
        self._bar.update(min(observation.seconds, self._seconds) - self._bar.n)
        if observation.seconds * LINES < (self._printed + 1) * self._seconds:
            return
        if not self._printed:
            self._print(HEAD)
        self._printed = int(observation.seconds * LINES / self._seconds)
        self._print(_cells(observation))

    def _print(self, cells: tuple[str, ...]) -> None:
        line = "   ".join(cell.rjust(len(name)) for cell, name in zip(cells, HEAD, strict=True))
        self._bar.write(f"  {line}", file=sys.stdout)


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

"""Two configurations, measured in turn."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.protocol import Assignment, Block
from csk_ros.benchmark.ratio import Ratio
from csk_ros.benchmark.stages import INFER, TOTAL
from csk_ros.benchmark.summary import summarise, times_figures
from csk_ros.benchmark.worker_process import WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.benchmark.benchmark_model import BenchmarkModel
    from csk_ros.benchmark.configuration import Configuration
    from csk_ros.benchmark.protocol import Ready
    from csk_ros.benchmark.summary import Summary

BLOCK = 10
"""Frames of a configuration in a round."""

UNMEASURED = 2
"""The first frames after the other's turn, whose data the caches then hold."""


@dataclass(frozen=True)
class Side:
    """One of two configurations, and what it takes."""

    configuration: Configuration
    ready: Ready
    times: dict[str, Summary]
    """By stage, of all rounds."""

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "configuration": str(self.configuration),
            **self.ready.figures(),
            **times_figures(self.times),
        }


@dataclass(frozen=True)
class Comparison:
    """Two configurations side by side."""

    sides: tuple[Side, Side]
    ratios: dict[str, Ratio]
    """The first side's time by the second's: inference, and the whole way of a frame."""

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "configurations": [side.figures() for side in self.sides],
            "ratios": {stage: asdict(ratio) for stage, ratio in self.ratios.items()},
        }


def compare(
    model: BenchmarkModel,
    configurations: tuple[Configuration, Configuration],
    *,
    rounds: int,
    size: tuple[int, int] | None,
    threads: int | None,
    progress: Callable[[str, int], object],
) -> Comparison:
    """Measure two configurations in two processes that take turns, so that a drifting machine hits both.

    Args:
        model: the checkpoint.
        configurations: the two.
        rounds: blocks of each.
        size: height and width of the pictures; None for the network's input.
        threads: CPU threads; None for all cores.
        progress: told what is done, and how many rounds more have been measured.

    Raises:
        RefusedError: one of them cannot be measured here.
        WorkerDiedError: a process ended before its time.
    """
    first, second = (
        WorkerProcess(
            Assignment.of(
                configuration.executor,
                model.path,
                configuration.mode,
                plain=configuration.is_plain,
                size=size,
                threads=threads,
            ),
            model.cache,
        )
        for configuration in configurations
    )
    # The second is started when the first has loaded, so that it finds what that has exported.
    progress(f"{configurations[0]}, start", 0)
    with first:
        ready = [first.ready()]
        progress(f"{configurations[1]}, start", 0)
        with second:
            ready.append(second.ready())
            measured: list[list[dict[str, list[float]]]] = [[], []]
            for _ in range(rounds):
                for side, worker in enumerate((first, second)):
                    block = Block(configurations[side].mode.value, BLOCK, unmeasured=UNMEASURED)
                    measured[side].append(worker.measure(block).times)
                progress("comparing", 1)
    one, other = (
        Side(configuration, word, summarise(_joined(found)))
        for configuration, word, found in zip(configurations, ready, measured, strict=True)
    )
    ratios = {
        stage: Ratio.of(*([times[stage] for times in found] for found in measured))
        for stage in (INFER, TOTAL)
    }
    return Comparison((one, other), ratios)


def _joined(rounds: list[dict[str, list[float]]]) -> dict[str, list[float]]:
    """The durations of all rounds together."""
    return {stage: list(itertools.chain.from_iterable(r[stage] for r in rounds)) for stage in rounds[0]}

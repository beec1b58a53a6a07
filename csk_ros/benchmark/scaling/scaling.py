"""Cost against resolution, number of classes, and number of processes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.benchmark_model import random_model, size_text
from csk_ros.benchmark.protocol import Assignment, Block
from csk_ros.benchmark.scaling.crowd import Crowd, measure_crowds
from csk_ros.benchmark.summary import Summary, summarise, times_figures
from csk_ros.benchmark.worker_process import WorkerProcess
from csk_ros.inference.model_settings import AUTO
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from csk_ros.benchmark.benchmark_model import BenchmarkModel

BACKBONE = "efficientnet_lite0"

MODES = (Mode.FUSED, Mode.THERMAL)

SIZES = ((256, 320), (384, 480), (480, 640), (720, 960), (1024, 1280))
"""Height and width of the pictures and of the network's input."""

CLASSES = (4, 9, 19, 30)

COMMON_SIZE, COMMON_CLASSES = (480, 640), 4
"""Of what is the same while the other changes."""

CROWDS = (1, 2, 3, 4)
"""Numbers of processes at once."""

Key = tuple[tuple[int, int], int]
"""Height and width, and number of classes."""

KEYS: tuple[Key, ...] = tuple(
    dict.fromkeys(
        [*((size, COMMON_CLASSES) for size in SIZES), *((COMMON_SIZE, number) for number in CLASSES)]
    )
)
"""Everything that is measured."""

ROUNDS, BLOCK, UNMEASURED = 4, 15, 3

FIGURES, PLOT = "scaling.json", "scaling.png"
"""Names of the files."""

STEPS = (1 + ROUNDS) * len(KEYS) + len(CROWDS) * len(MODES)


@dataclass(frozen=True)
class Point:
    """What frames of one size cost a network of so many classes."""

    size: tuple[int, int]
    """Height and width."""
    classes: int
    modes: dict[Mode, dict[str, Summary]]
    """By mode and stage."""

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "size": size_text(self.size),
            "classes": self.classes,
            "modes": {mode.value: times_figures(times) for mode, times in self.modes.items()},
        }


@dataclass(frozen=True)
class Scaling:
    """All that was measured."""

    backbone: str
    runtime: str
    precision: str
    sizes: list[Point]
    classes: list[Point]
    crowds: list[Crowd]

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON; durations in milliseconds, rates in frames a second."""
        return {
            "backbone": self.backbone,
            "runtime": self.runtime,
            "precision": self.precision,
            "resolution": [point.figures() for point in self.sizes],
            "classes": [point.figures() for point in self.classes],
            "instances": [crowd.figures() for crowd in self.crowds],
        }


def measure_scaling(*, threads: int | None, progress: Callable[[str, int], object]) -> Scaling:
    """Measure with random weights in the fastest runtime.

    Args:
        threads: CPU threads of every process; None for all cores.
        progress: told what is done, and how many of STEPS more are.

    Raises:
        WorkerDiedError: a process ended before its time.
    """
    with ExitStack() as stack:
        models: dict[Key, BenchmarkModel] = {}
        for size, classes in KEYS:
            progress(f"exporting for {size_text(size)}, {classes} classes", 0)
            models[size, classes] = stack.enter_context(random_model(BACKBONE, classes, size))
            with WorkerProcess(
                _assignment(models[size, classes], threads), models[size, classes].cache
            ) as worker:
                ready = worker.ready()
            progress("", 1)
        points = _measure_points(models, threads, progress)
        common = models[COMMON_SIZE, COMMON_CLASSES]
        workers = [WorkerProcess(_assignment(common, threads), common.cache) for _ in range(max(CROWDS))]
        crowds = measure_crowds(workers, CROWDS, MODES, progress)
    return Scaling(
        BACKBONE,
        ready.runtime,
        ready.precision,
        [points[size, COMMON_CLASSES] for size in SIZES],
        [points[COMMON_SIZE, number] for number in CLASSES],
        crowds,
    )


def _measure_points(
    models: Mapping[Key, BenchmarkModel], threads: int | None, progress: Callable[[str, int], object]
) -> dict[Key, Point]:
    """Measure all points in every round: a machine that becomes slower meanwhile bends no curve.

    Only one network is loaded at a time; all of them would need the memory of a large machine.
    """
    times: dict[Key, dict[Mode, dict[str, list[float]]]] = {
        key: {mode: {} for mode in MODES} for key in models
    }
    for number in range(1, ROUNDS + 1):
        for key, model in models.items():
            size, classes = key
            progress(f"round {number} of {ROUNDS}, {size_text(size)}, {classes} classes", 0)
            with WorkerProcess(_assignment(model, threads), model.cache) as worker:
                worker.ready()
                for mode in MODES:
                    block = Block(mode.value, BLOCK, unmeasured=UNMEASURED)
                    for stage, durations in worker.measure(block).times.items():
                        times[key][mode].setdefault(stage, []).extend(durations)
            progress("", 1)
    return {
        key: Point(*key, {mode: summarise(found) for mode, found in modes.items()})
        for key, modes in times.items()
    }


def _assignment(model: BenchmarkModel, threads: int | None) -> Assignment:
    return Assignment.of(AUTO, model.path, MODES[0], threads=threads)

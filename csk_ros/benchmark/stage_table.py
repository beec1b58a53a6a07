"""The cost of every stage for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.benchmark.stages import INFER, STAGES, TOTAL
from csk_ros.benchmark.summary import overhead
from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.benchmark.stage_benchmark import StageFigures
    from csk_ros.text_table import Row

PERCENTILES = ("median", "p95", "p99")

NO_ROS = "  publish is left out: ROS 2 is not installed, or not sourced"


def as_tables(figures: StageFigures) -> str:
    """Start and memory of every runtime, then milliseconds of every stage, as lines of text."""
    lines = [
        *text_table(("runtime", "precision", "device", "first answer", "peak memory"), _starts(figures)),
        "",
        *text_table(("runtime", "mode", "ms", *STAGES, TOTAL, f"{TOTAL}/{INFER}"), _stages(figures)),
    ]
    if not all(found.ready.publishes for found in figures.runtimes.values()):
        lines.append(NO_ROS)
    lines += [f"  {name} is left out: {reason}" for name, reason in figures.left_out.items()]
    lines += [f"  {name}: {note}" for name, found in figures.runtimes.items() for note in found.ready.notes]
    return "\n".join(lines)


def milliseconds(value: float) -> str:
    """A duration in milliseconds, as exact as it is interesting."""
    return f"{value:.2f}"


def _starts(figures: StageFigures) -> Iterator[Row]:
    for name, found in figures.runtimes.items():
        memory = NOTHING if found.memory is None else f"{found.memory:.0f} MiB"
        ready = found.ready
        yield name, ready.precision, ready.device, f"{ready.start_up:.1f} s", memory


def _stages(figures: StageFigures) -> Iterator[Row]:
    for name, found in figures.runtimes.items():
        for mode, times in found.modes.items():
            for percentile in PERCENTILES:
                cells = (
                    milliseconds(getattr(times[stage], percentile)) if stage in times else NOTHING
                    for stage in (*STAGES, TOTAL)
                )
                median = percentile == PERCENTILES[0]
                heads = (name, mode.value) if median else ("", "")
                yield (*heads, percentile, *cells, f"{overhead(times):.2f}" if median else "")

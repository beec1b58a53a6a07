"""Figures as they go into JSON files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.stage_table import overhead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csk_ros.benchmark.comparison import Comparison
    from csk_ros.benchmark.protocol import Ready
    from csk_ros.benchmark.stage_benchmark import StageFigures
    from csk_ros.benchmark.summary import Summary


def stage_figures(figures: StageFigures) -> dict[str, Any]:
    """Those of all runtimes; durations in milliseconds, memory in MiB."""
    return {
        "runtimes": {
            name: {
                **_loaded(found.ready),
                "start_up_s": found.ready.start_up,
                "peak_memory_mib": found.memory,
                "modes": {mode.value: times_figures(times) for mode, times in found.modes.items()},
            }
            for name, found in figures.runtimes.items()
        },
        "left_out": figures.left_out,
    }


def comparison_figures(comparison: Comparison) -> dict[str, Any]:
    """Those of two configurations, and the ratios of the first's times to the second's."""
    return {
        "configurations": [
            {
                "configuration": str(side.configuration),
                **_loaded(side.ready),
                **times_figures(side.times),
            }
            for side in comparison.sides
        ],
        "ratios": {stage: asdict(ratio) for stage, ratio in comparison.ratios.items()},
    }


def times_figures(times: Mapping[str, Summary]) -> dict[str, Any]:
    """Those of one way through the stages."""
    return {
        "stages": {stage: asdict(summary) for stage, summary in times.items()},
        "total_over_infer": overhead(times),
    }


def _loaded(ready: Ready) -> dict[str, Any]:
    return {
        "runtime": ready.runtime,
        "precision": ready.precision,
        "device": ready.device,
        "pictures": f"{ready.size[1]}x{ready.size[0]}",
        "publishes": ready.publishes,
        "notes": ready.notes,
    }

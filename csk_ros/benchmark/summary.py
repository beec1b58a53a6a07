"""Many durations in three figures, stage by stage."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.benchmark.stages import INFER, TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Summary:
    """Percentiles of durations, in milliseconds."""

    median: float
    p95: float
    p99: float

    @classmethod
    def of(cls, durations: Sequence[float]) -> Summary:
        """Sum up durations in milliseconds; between two of them percentiles are interpolated.

        Raises:
            ValueError: there are none.
        """
        if not durations:
            raise ValueError("expected durations to sum up, got none")
        median, p95, p99 = np.percentile(durations, (50, 95, 99)).tolist()
        return cls(median, p95, p99)


def summarise(times: Mapping[str, Sequence[float]]) -> dict[str, Summary]:
    """Sum up the durations of every stage, by its name."""
    return {stage: Summary.of(durations) for stage, durations in times.items()}


def overhead(times: Mapping[str, Summary]) -> float:
    """How many times the bare network the whole way takes, at the median."""
    return times[TOTAL].median / times[INFER].median


def times_figures(times: Mapping[str, Summary]) -> dict[str, Any]:
    """One way through the stages, for JSON; in milliseconds."""
    return {
        "stages": {stage: asdict(summary) for stage, summary in times.items()},
        "total_over_infer": overhead(times),
    }

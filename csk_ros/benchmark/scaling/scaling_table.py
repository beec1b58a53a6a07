"""Scaling for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.benchmark.benchmark_model import size_text
from csk_ros.benchmark.stage_table import milliseconds
from csk_ros.benchmark.stages import INFER, TOTAL
from csk_ros.benchmark.summary import overhead
from csk_ros.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from csk_ros.benchmark.scaling.crowd import Crowd
    from csk_ros.benchmark.scaling.scaling import Point, Scaling
    from csk_ros.text_table import Row

_POINT = ("pictures", "classes", "mode", f"{INFER} ms", f"{TOTAL} ms", f"{TOTAL} p95", f"{TOTAL}/{INFER}")
_CROWD = ("processes", "mode", "frames/s each", "frames/s together")


def as_tables(scaling: Scaling) -> str:
    """Medians against resolution and classes, and rates against processes, as lines of text."""
    return "\n".join(
        [
            *text_table(_POINT, _points(scaling.sizes)),
            "",
            *text_table(_POINT, _points(scaling.classes)),
            "",
            *text_table(_CROWD, _crowds(scaling.crowds)),
        ]
    )


def _points(points: Iterable[Point]) -> Iterator[Row]:
    for point in points:
        for mode, times in point.modes.items():
            yield (
                size_text(point.size),
                str(point.classes),
                mode.value,
                milliseconds(times[INFER].median),
                milliseconds(times[TOTAL].median),
                milliseconds(times[TOTAL].p95),
                f"{overhead(times):.2f}",
            )


def _crowds(crowds: Iterable[Crowd]) -> Iterator[Row]:
    for crowd in crowds:
        yield str(crowd.number), crowd.mode.value, f"{crowd.each:.1f}", f"{crowd.total:.1f}"

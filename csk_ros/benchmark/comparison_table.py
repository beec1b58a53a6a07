"""A comparison for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.benchmark.stage_table import milliseconds
from csk_ros.benchmark.stages import INFER, TOTAL
from csk_ros.benchmark.summary import overhead
from csk_ros.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.benchmark.comparison import Comparison
    from csk_ros.benchmark.ratio import Ratio
    from csk_ros.text_table import Row

BARE = "infer, bare"


def as_tables(comparison: Comparison) -> str:
    """Both sides' medians, then their ratios with quartiles over the rounds, as lines of text."""
    first, second = (str(side.configuration) for side in comparison.sides)
    ratios = (f"{first} : {second}", "quartiles", f"{second} : {first}", "quartiles")
    lines = [
        *text_table(
            ("median ms", "precision", BARE, TOTAL, f"{TOTAL}/{INFER}"),
            _sides(comparison),
        ),
        "",
        *text_table(("time of", *ratios), _ratios(comparison)),
    ]
    lines += [f"  {side.configuration}: {note}" for side in comparison.sides for note in side.ready.notes]
    return "\n".join(lines)


def _sides(comparison: Comparison) -> Iterator[Row]:
    for side in comparison.sides:
        times = side.times
        yield (
            str(side.configuration),
            f"{side.ready.runtime} {side.ready.precision}",
            milliseconds(times[INFER].median),
            milliseconds(times[TOTAL].median),
            f"{overhead(times):.2f}",
        )


def _ratios(comparison: Comparison) -> Iterator[Row]:
    for stage, ratio in comparison.ratios.items():
        yield stage, *_cells(ratio), *_cells(ratio.inverse)


def _cells(ratio: Ratio) -> tuple[str, str]:
    return f"{ratio.median:.3f}", f"{ratio.lower:.3f} to {ratio.upper:.3f}"

"""What the curves say of each of the node's limits."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.evaluation.degradation.look import LIMITS
from csk_ros.evaluation.degradation.table import severity_text
from csk_ros.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csk_ros.evaluation.degradation.curves import Curves, Point

NEVER = "never"

MOST = 0.5
"""Share of the pictures from which on the node is said to leave fused."""


def as_evidence(curves: Curves) -> str:
    """For every kind, as lines of text: where fused is clearly above or below thermal, and where it is left.

    Behind the severities stands, in brackets, what the node measures there, in the unit of the limit.
    """
    head = ("limit", "worse by", "fused clearly above thermal", "clearly below", "the node leaves fused")
    rows = []
    for kind, points in curves.points.items():
        limit = KINDS[kind].limit
        rows.append(
            (
                "none in a picture" if limit is None else f"rgb.{limit} {getattr(LIMITS, limit):g}",
                kind,
                _where(kind, points, lambda point: point.clearly_better),
                _where(kind, points, lambda point: point.clearly_worse),
                _where(kind, points, lambda point: point.left >= MOST),
            )
        )
    return "\n".join(text_table(head, rows))


def _where(kind: str, points: Sequence[Point], holds: Callable[[Point], bool]) -> str:
    """The severities at which something holds, neighbours as `first to last`."""
    runs = [list(run) for held, run in groupby(points, holds) if held]
    return ", ".join(_run(kind, run) for run in runs) or NEVER


def _run(kind: str, run: Sequence[Point]) -> str:
    ends = run[:1] if len(run) == 1 else (run[0], run[-1])
    severities = " to ".join(map(severity_text, ends))
    limit = KINDS[kind].limit
    if limit is None:
        return severities
    measured = " to ".join(f"{point.looks[limit]:.3g}" for point in ends)
    return f"{severities} ({measured})"

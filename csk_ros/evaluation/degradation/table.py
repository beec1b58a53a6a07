"""Degradation for the terminal: a table for each kind."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.percent import percent
from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from csk_ros.evaluation.degradation.curves import Curves, Point

AS_IS = "as is"
"""The severity of pictures that nothing was done to."""


def as_tables(curves: Curves) -> str:
    """The figures of every kind as lines of text, with what it does above them."""
    return "\n\n".join(_table(kind, points, curves.thermal) for kind, points in curves.points.items())


def severity_text(point: Point) -> str:
    """A severity as it stands in tables and plots."""
    return AS_IS if point.severity is None else f"{point.severity:g}"


def _table(kind: str, points: list[Point], thermal: float) -> str:
    head = (
        *(KINDS[kind].unit, "fused", "thermal", "rgb", "fused - thermal"),
        *("mean grey", "dark level", "glare share", "contrast", "the node's check"),
    )
    rows = [
        (
            severity_text(point),
            _figure(point.fused),
            _figure(thermal),
            _figure(point.rgb),
            _difference(point),
            f"{point.looks['mean_grey']:.1f}",
            f"{point.looks['dark_level']:.1f}",
            f"{point.looks['glare_share']:.2f}",
            f"{point.looks['flat_contrast']:.1f}",
            _verdicts(point),
        )
        for point in points
    ]
    return "\n".join([f"  {kind}: {KINDS[kind].what}", *text_table(head, rows)])


def _figure(value: float) -> str:
    return NOTHING if math.isnan(value) else f"{value:.3f}"


def _difference(point: Point) -> str:
    """The difference with its interval, and a sign where it is beyond doubt."""
    if math.isnan(point.difference):
        return NOTHING
    sign = "+" if point.clearly_better else "-" if point.clearly_worse else " "
    low, high = point.interval
    return f"{sign} {point.difference:+.3f} [{low:+.3f}, {high:+.3f}]"


def _verdicts(point: Point) -> str:
    return ", ".join(f"{health} {percent(share, 0)}" for health, share in point.called.items()) or "ok"

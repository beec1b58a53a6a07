"""Degradation as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.degradation.bootstrap import COVERED, DRAWS
from csk_ros.evaluation.degradation.kinds import KINDS
from csk_ros.evaluation.degradation.look import LIMITS
from csk_ros.evaluation.metrics.rounded import rounded, rounded_share

if TYPE_CHECKING:
    from csk_ros.evaluation.degradation.curves import Curves, Point


def as_figures(curves: Curves) -> dict[str, Any]:
    """The figures, rounded to 4 digits; null is what there is nothing to tell of, or a picture as it is."""
    return {
        "thermal": rounded(curves.thermal),
        "limits": asdict(LIMITS),
        "interval": {"share": COVERED, "draws": DRAWS},
        "kinds": {
            kind: {
                "what": KINDS[kind].what,
                "unit": KINDS[kind].unit,
                "limit": KINDS[kind].limit,
                "points": [_point(point) for point in points],
            }
            for kind, points in curves.points.items()
        },
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "severity": point.severity,
        "fused": rounded(point.fused),
        "rgb": rounded(point.rgb),
        "difference": rounded(point.difference),
        "interval": [rounded(end) for end in point.interval],
        "called": {health.value: rounded_share(share) for health, share in point.called.items()},
        **{name: rounded(value) for name, value in point.looks.items()},
    }

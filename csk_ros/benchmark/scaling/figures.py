"""Scaling as it goes into a JSON file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.figures import times_figures

if TYPE_CHECKING:
    from csk_ros.benchmark.scaling.scaling import Point, Scaling

FIGURES, PLOT = "scaling.json", "scaling.png"


def scaling_figures(scaling: Scaling) -> dict[str, Any]:
    """All figures; durations in milliseconds, rates in frames a second."""
    return {
        "backbone": scaling.backbone,
        "runtime": scaling.runtime,
        "precision": scaling.precision,
        "resolution": list(map(_point, scaling.sizes)),
        "classes": list(map(_point, scaling.classes)),
        "instances": [
            {
                "instances": crowd.number,
                "mode": crowd.mode.value,
                "rates": crowd.rates,
                "total": crowd.total,
            }
            for crowd in scaling.crowds
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    height, width = point.size
    return {
        "size": f"{width}x{height}",
        "classes": point.classes,
        "modes": {mode.value: times_figures(times) for mode, times in point.modes.items()},
    }

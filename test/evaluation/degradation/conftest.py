"""Curves made by hand: fused is better than thermal at first, then open, then worse; half are called dark."""

from __future__ import annotations

import pytest

from csk_ros.evaluation.degradation.curves import Curves, Point
from csk_ros.stream.health import Health


@pytest.fixture
def curves() -> Curves:
    def point(severity, difference, interval, level, called=None):
        looks = {"mean_grey": level + 1, "dark_level": level, "glare_share": 0.25, "flat_contrast": 12.345}
        return Point(severity, 0.5 + difference, 0.3, difference, interval, called or {}, looks)

    untouched = point(None, 0.2, (0.1, 0.3), 80.0)
    return Curves(
        thermal=0.5,
        points={
            "darken": [
                untouched,
                point(0.5, 0.1, (0.05, 0.2), 40.0),
                point(0.1, 0.0, (-0.1, 0.1), 8.0, {Health.DARK: 0.25}),
                point(0, -0.1, (-0.2, -0.05), 0.0, {Health.DARK: 0.75, Health.FLAT: 0.25}),
            ],
            "rotate": [
                untouched,
                point(1, -0.1, (-0.2, -0.05), 80.0),
                point(2, 0.0, (-0.2, 0.0), 80.0),
                point(5, -0.1, (-0.2, -0.05), 80.0),
                point(10, -0.2, (-0.3, -0.05), 80.0),
            ],
        },
    )

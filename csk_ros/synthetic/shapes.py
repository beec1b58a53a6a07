"""Outlines of round things in pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Points

_HALF = np.linspace(-np.pi / 2, np.pi / 2, 6)
_CIRCLE = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_COSINE, _SINE = np.cos(_CIRCLE), np.sin(_CIRCLE)


def capsules(
    starts: Points, ends: Points, start_radii: NDArray[np.float64], end_radii: NDArray[np.float64]
) -> Points:
    """Outlines [n, 12, 2] of rods with round ends, from [n, 2] to [n, 2], of radii [n] each.

    A rod is at least one pixel thick: a distant limb or spoke fades, it does not break up.
    """
    along = np.arctan2(ends[:, 1] - starts[:, 1], ends[:, 0] - starts[:, 0])[:, None]
    start_radii, end_radii = np.maximum(start_radii, 0.4)[:, None], np.maximum(end_radii, 0.4)[:, None]
    front = along + _HALF
    rods = np.empty((len(starts), 2 * len(_HALF), 2))
    tip, tail = rods[:, : len(_HALF)], rods[:, len(_HALF) :]
    tip[..., 0], tip[..., 1] = np.cos(front), np.sin(front)
    np.multiply(tip, -start_radii[..., None], out=tail)
    tip *= end_radii[..., None]
    tip += ends[:, None]
    tail += starts[:, None]
    return rods


def ellipse(centre: Points, radii: tuple[float, float]) -> Points:
    """Outline [16, 2] of an upright ellipse around a pixel [2]."""
    circle = np.stack([_COSINE * radii[0], _SINE * radii[1]], axis=1)
    return np.asarray(circle + centre)


def hull(points: Points) -> Points:
    """The convex hull of points [n, 2]."""
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float64)


def ring(centre: Points, radius: float, heading: float) -> Points:
    """Points [16, 3] of an upright circle in the world, rolling along `heading`."""
    points = np.empty((16, 3))
    points[:, 0] = centre[0] + radius * np.sin(heading) * _COSINE
    points[:, 1] = centre[1] + radius * _SINE
    points[:, 2] = centre[2] + radius * np.cos(heading) * _COSINE
    return points

"""A pinhole camera in the street: world points to pixels, and pixels to rays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 640, 480

NEAR = 0.25
"""Nothing nearer than this many metres is drawn."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Camera:
    """Position and attitude; the world has x to the right, y up and z along the street, in metres."""

    x: float
    y: float
    z: float
    yaw: float
    """Radians to the right of the street's direction."""
    pitch: float
    """Radians upwards."""
    roll: float
    """Radians clockwise."""
    focal: float
    """Focal length in pixels."""

    @cached_property
    def position(self) -> Points:
        """Position as [3]."""
        return np.array([self.x, self.y, self.z])

    @cached_property
    def rotation(self) -> Points:
        """World to camera axes (right, down, forward) as [3, 3]."""
        forward = np.array(
            [sin(self.yaw) * cos(self.pitch), sin(self.pitch), cos(self.yaw) * cos(self.pitch)]
        )
        right = np.array([cos(self.yaw), 0.0, -sin(self.yaw)])
        down = np.cross(right, forward)
        turned = cos(self.roll) * right + sin(self.roll) * down
        return np.stack([turned, np.cross(turned, forward), forward])

    def to_camera(self, points: Points) -> Points:
        """World points [..., 3] to camera axes [..., 3]: right, down, forward."""
        return np.asarray((points - self.position) @ self.rotation.T)

    def project(self, points: Points) -> tuple[Points, Points]:
        """World points [..., 3] to pixels [..., 2] and depths [...]; behind NEAR the pixels mean nothing."""
        local = self.to_camera(points)
        return self._pixels(local), local[..., 2]

    def outline(self, polygon: Points) -> Points | None:
        """A world polygon [n, 3] cut off at NEAR, in pixels [m, 2]; None if nothing is left."""
        local = self.to_camera(polygon)
        inside = local[:, 2] >= NEAR
        if not inside.any():
            return None
        if not inside.all():
            local = _clip(local, inside)
        return self._pixels(local)

    def rays(self, rows: int, columns: int) -> Points:
        """Directions in the world, [rows, columns, 3], through the cells of a grid over the picture."""
        u = (np.arange(columns) + 0.5) * (WIDTH / columns) - WIDTH / 2
        v = (np.arange(rows) + 0.5) * (HEIGHT / rows) - HEIGHT / 2
        local = np.empty((rows, columns, 3))
        local[..., 0] = u[None, :] / self.focal
        local[..., 1] = v[:, None] / self.focal
        local[..., 2] = 1.0
        return np.asarray(local @ self.rotation)

    def _pixels(self, local: Points) -> Points:
        depth = np.maximum(local[..., 2:], NEAR)
        centre = ((WIDTH - 1) / 2, (HEIGHT - 1) / 2)
        return np.asarray(local[..., :2] * (self.focal / depth) + centre)


def _clip(local: Points, inside: NDArray[np.bool_]) -> Points:
    """The part of a polygon in camera axes in front of NEAR (Sutherland-Hodgman, one plane)."""
    kept = []
    for index in range(len(local)):
        here, before = local[index], local[index - 1]
        if inside[index] != inside[index - 1]:
            share = (NEAR - before[2]) / (here[2] - before[2])
            kept.append(before + share * (here - before))
        if inside[index]:
            kept.append(here)
    return np.array(kept)

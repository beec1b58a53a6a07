"""A car's faces in its own axes: forward, to the right, up, in metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Points
    from csk_ros.synthetic.car_shape import CarShape

FINE = frozenset({"grille", "plate", "exhaust", "seam", "mirror", "sill", "bumper"})
"""Materials of faces too small to be seen from afar."""

_ROOF_WIDTH = 0.76
"""Width of the roof as a share of the car's."""


@dataclass(frozen=True, eq=False)
class CarMesh:
    """The faces that may be seen from one side of a car, in the order of painting."""

    faces: Points
    """Corners [n, 4, 3]."""
    normals: Points
    """Outward directions [n, 3], of any length."""
    materials: tuple[str, ...]
    silhouette: Points
    """Outline [m, 3] of the lower body's side."""
    discs: Points
    """Circles [4, 2, 16, 3] of the wheels, outside and inside; the far side's wheels first."""


class _Builder:
    def __init__(self) -> None:
        self.faces: list[Points] = []
        self.materials: list[str] = []

    def add(self, material: str, *corners: tuple[float, float, float]) -> None:
        self.faces.append(np.array(corners))
        self.materials.append(material)

    def across(
        self, material: str, front: tuple[float, float], rear: tuple[float, float], *half: float
    ) -> None:
        """A face over the car's width between two points (forward, up) of half widths."""
        self.add(
            material,
            (front[0], half[0], front[1]),
            (front[0], -half[0], front[1]),
            (rear[0], -half[-1], rear[1]),
            (rear[0], half[-1], rear[1]),
        )

    def box(self, material: str, forward: float, aside: tuple[float, float], up: tuple[float, float]) -> None:
        """A rectangle on the front or rear end."""
        (a, b), (low, high) = aside, up
        self.add(material, (forward, a, low), (forward, b, low), (forward, b, high), (forward, a, high))


@lru_cache(maxsize=64)
def car_mesh(shape: CarShape, side: int) -> CarMesh:
    """The mesh of a shape as seen from its right (side 1) or left (side -1)."""
    build = _Builder()
    half = shape.width / 2
    for front, rear in pairwise(shape.body):
        build.across(_body_material(shape, front, rear), front, rear, half)
    _add_side(build, shape, side)
    _add_cabin(build, shape, side)
    for end in (1, -1):
        _add_end(build, shape, end)
    faces = np.stack(build.faces)
    normals = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    # Whichever way round its corners are, a face looks away from the middle of the car.
    outward = faces.mean(axis=1) - (0, 0, 0.6 * shape.height)
    outward[:, 0] *= 0.3
    normals *= np.sign((normals * outward).sum(axis=1))[:, None]
    body = np.array(shape.body)
    silhouette = np.column_stack([body[:, 0], np.full(len(body), side * half), body[:, 1]])
    return CarMesh(faces, normals, tuple(build.materials), silhouette, _discs(shape, side))


def _body_material(shape: CarShape, front: tuple[float, float], rear: tuple[float, float]) -> str:
    flat = abs(rear[0] - front[0]) > 1.2 * abs(rear[1] - front[1])
    engine = min(front[0], rear[0]) > shape.cabin[0][0] - 0.3
    if flat:
        return "bonnet" if engine else "boot"
    return "nose" if engine else "tail"


def _add_side(build: _Builder, shape: CarShape, side: int) -> None:
    aside = side * (shape.width / 2 + 0.003)
    ends = (shape.length / 2 * 0.93, -shape.length / 2 * 0.93)
    low = shape.body[0][1]

    def strip(material: str, forward: tuple[float, float], up: tuple[float, float]) -> None:
        (a, b), (bottom, top) = forward, up
        build.add(material, (a, aside, bottom), (b, aside, bottom), (b, aside, top), (a, aside, top))

    strip("sill", ends, (low, low + 0.16))
    shoulder = shape.cabin[0][1]
    strip("shoulder", (ends[0] * 0.8, ends[1] * 0.96), (shoulder - 0.2, shoulder - 0.12))
    length = shape.cabin[0][0] - shape.cabin[3][0]
    for share in (0.12, *shape.pillars[:1], 0.85):
        forward = shape.cabin[0][0] - share * length
        strip("seam", (forward, forward - 0.025), (low + 0.12, shoulder - 0.04))


def _add_cabin(build: _Builder, shape: CarShape, side: int) -> None:
    foot, top = shape.width / 2 * 0.96, shape.width / 2 * _ROOF_WIDTH
    screen_foot, roof_front, roof_rear, rear_foot = shape.cabin
    build.across("roof", roof_front, roof_rear, top)
    for name, low, high, widths in (
        ("screen", screen_foot, roof_front, (foot, top)),
        ("rear", rear_foot, roof_rear, (foot, top)),
    ):
        build.across("pillar", low, high, *widths)
        if name == "screen" or shape.glazed == 1.0:
            face = build.faces[-1]
            inset = face + (face.mean(axis=0) - face) * np.array([0.16, 0.14, 0.16])
            build.add("glass", *(tuple(corner) for corner in inset))
            upper = inset.copy()
            upper[:2] += 0.55 * (inset[[3, 2]] - inset[:2])
            build.add("sheen", *(tuple(corner) for corner in upper))
    corners = [
        np.array((point[0], side * width, point[1]))
        for point, width in zip(shape.cabin, (foot, top, top, foot), strict=True)
    ]
    build.add("pillar", *(tuple(corner) for corner in corners))
    edges = (0.04, *(p for p in shape.pillars if p < shape.glazed), min(0.96, shape.glazed))
    for begin, end in pairwise(edges):
        for material, bottom, top_share in (("glass", 0.1, 0.86), ("sheen", 0.5, 0.86)):
            pane = [
                _between(corners, share, rise)
                for share, rise in (
                    (begin + 0.012, bottom),
                    (begin + 0.012, top_share),
                    (end - 0.012, top_share),
                    (end - 0.012, bottom),
                )
            ]
            build.add(material, *pane)
    forward, aside, up = screen_foot[0] - 0.35, side * (shape.width / 2 + 0.12), screen_foot[1] + 0.1
    build.box("mirror", forward, (aside - 0.1, aside + 0.08), (up - 0.07, up + 0.08))


def _between(corners: list[Points], share: float, rise: float) -> tuple[float, float, float]:
    """A point of a cabin's side: a share of the way to the rear, and of the way up."""
    foot_front, roof_front, roof_rear, foot_rear = corners
    low = foot_front + (foot_rear - foot_front) * share
    high = roof_front + (roof_rear - roof_front) * share
    forward, aside, up = low + (high - low) * rise
    return float(forward), float(aside), float(up)


def _add_end(build: _Builder, shape: CarShape, end: int) -> None:
    forward = end * (shape.length / 2 + 0.01)
    half = shape.width / 2
    rise = shape.body[3][1] - 0.93
    build.box("bumper", forward, (-half * 0.96, half * 0.96), (shape.body[0][1], 0.4 + rise))
    build.box("grille" if end > 0 else "tail panel", forward, (-0.55, 0.55), (0.43 + rise, 0.6 + rise))
    build.box("plate", forward + 0.005 * end, (-0.25, 0.25), (0.45 + rise, 0.56 + rise))
    low, high = (0.58, 0.74) if end > 0 else (0.66, 0.86)
    for side in (-1, 1):
        aside = (side * half * 0.6, side * half * 0.95)
        build.box(
            "headlight" if end > 0 else "tail light", forward + 0.005 * end, aside, (low + rise, high + rise)
        )
    if end < 0:
        build.box("exhaust", forward - 0.005, (0.42, 0.62), (0.24, 0.33))


def _discs(shape: CarShape, side: int) -> Points:
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    circle = np.column_stack([np.cos(turn), np.zeros(16), np.sin(turn)]) * shape.wheel
    half = shape.width / 2
    return np.array(
        [
            [circle + np.array([axle, place * aside, shape.wheel]) for aside in (half + 0.012, half - 0.2)]
            for place in (-side, side)
            for axle in shape.axles
        ]
    )

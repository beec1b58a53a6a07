"""Bicycles, parked or ridden: the bike is class bike, its rider a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.camera import NEAR
from csk_ros.synthetic.canvas import BIKE
from csk_ros.synthetic.placing import in_world
from csk_ros.synthetic.pose import CRANK
from csk_ros.synthetic.randomness import dice, pick
from csk_ros.synthetic.shapes import capsules, ring
from csk_ros.synthetic.thing import Extent, Part, paint_parts

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Paint, Rgb
    from csk_ros.synthetic.ink import Ink
    from csk_ros.synthetic.person import Person

WHEEL_RADIUS = 0.34
"""Metres."""

_BASE = 0.53
"""Half the distance between the hubs, metres."""

_FRAMES: tuple[Rgb, ...] = (
    (30, 30, 32),
    (180, 40, 40),
    (40, 90, 170),
    (220, 220, 216),
    (60, 130, 80),
    (226, 180, 40),
    (120, 120, 124),
)

# Tubes: ends as (forward, up) from the middle between the hubs on the ground, and radius, in metres.
_SEAT, _HEAD_TOP, _HEAD_LOW = (-0.2, 0.9), (0.36, 0.95), (0.4, 0.72)
_TUBES = (
    ((-_BASE, WHEEL_RADIUS), CRANK, 0.014),
    ((-_BASE, WHEEL_RADIUS), (-0.15, 0.72), 0.013),
    (CRANK, _SEAT, 0.02),
    (CRANK, _HEAD_LOW, 0.024),
    ((-0.14, 0.72), (0.37, 0.86), 0.02),
    (_HEAD_TOP, (_BASE, WHEEL_RADIUS), 0.018),
    ((_HEAD_TOP[0], 0.95), (0.39, 1.02), 0.016),
)
_SADDLE = ((-0.32, 0.93), (-0.06, 0.93), 0.038)


@lru_cache(maxsize=256)
def frame_colour(*key: int) -> Rgb:
    """The colour of the bike that belongs to a key."""
    return pick(dice(*key), _FRAMES)


@dataclass(frozen=True, eq=False)
class Bike:
    """A bike at a place, rolling along `heading`; with a rider, who has the same place and heading."""

    x: float
    z: float
    heading: float
    colour: Rgb
    rolled: float
    """Turn of the wheels, radians."""
    rider: Person | None = None
    lights: bool = False

    @property
    def extent(self) -> Extent:
        """Where the wheels stand."""
        along, across = abs(cos(self.heading)), abs(sin(self.heading))
        half_x, half_z = 0.85 * across + 0.2 * along, 0.85 * along + 0.2 * across
        return Extent(self.x - half_x, self.x + half_x, self.z - half_z, self.z + half_z)

    @property
    def height(self) -> float:
        """Top of the handlebar, or of the rider."""
        return 1.02 if self.rider is None else 1.7

    @property
    def shadow(self) -> float:
        """Width of a rider's shadow; a bike alone hardly has one."""
        return 0.0 if self.rider is None else 0.5

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint the bike and its rider, interleaved by depth."""
        hubs = self._in_world([(-_BASE, 0.0, WHEEL_RADIUS), (_BASE, 0.0, WHEEL_RADIUS)])
        _, depth = camera.project(hubs)
        if depth.min() < NEAR + 0.5:
            return
        emission = ink.emission
        tyre = ink((26, 26, 28), emission.metal + (4 if self.rider is not None else 0.5))
        # Spokes and rim are too fine to paint singly; together they veil what is behind the wheel.
        for hub in hubs:
            outline = camera.project(ring(hub, WHEEL_RADIUS, self.heading))[0]
            canvas.veil(outline, ink((120, 120, 124), emission.metal), 0.3, BIKE)
        parts = [*self._wheels(camera, hubs, tyre, ink), *self._frame(camera, ink)]
        if self.rider is not None:
            parts += self.rider.parts(camera, ink)
        paint_parts(canvas, parts)
        if self.lights:
            self._lamps(canvas, camera)

    def _in_world(self, local: list[tuple[float, float, float]]) -> Points:
        return in_world(np.array(local), self.x, self.z, self.heading)

    def _wheels(self, camera: Camera, hubs: Points, tyre: Paint, ink: Ink) -> list[Part]:
        parts = []
        spoke = ink((170, 170, 172), ink.emission.metal)
        for hub in hubs:
            rim, depth = camera.project(ring(hub, WHEEL_RADIUS, self.heading))
            inside, _ = camera.project(ring(hub, WHEEL_RADIUS - 0.045, self.heading))
            # Once around outside and back inside: a tyre with a hole.
            around = np.concatenate([rim, rim[:1], inside[:1], inside[::-1]])
            away = float(depth.mean())
            parts.append(Part(away, around, tyre, BIKE, convex=False))
            if camera.focal / away > 60:
                parts += self._spokes(camera, hub, away, spoke)
        return parts

    def _spokes(self, camera: Camera, hub: Points, away: float, paint: Paint) -> list[Part]:
        turns = self.rolled + np.arange(7) * 2 * np.pi / 7
        aside, up = 0.3 * np.cos(turns), 0.3 * np.sin(turns)
        rim = hub + np.column_stack([aside * sin(self.heading), up, aside * cos(self.heading)])
        tips, _ = camera.project(rim)
        middle = np.repeat(camera.project(hub[None])[0], 7, axis=0)
        fine = np.full(7, 0.4)
        return [Part(away + 0.01, outline, paint, BIKE) for outline in capsules(middle, tips, fine, fine)]

    def _frame(self, camera: Camera, ink: Ink) -> list[Part]:
        emission = ink.emission
        tubes = [*_TUBES, _SADDLE]
        starts = self._in_world([(start[0], 0.0, start[1]) for start, _, _ in tubes])
        ends = self._in_world([(end[0], 0.0, end[1]) for _, end, _ in tubes])
        bar = self._in_world([(0.39, -0.27, 1.02), (0.39, 0.27, 1.02)])
        starts, ends = np.vstack([starts, bar[:1]]), np.vstack([ends, bar[1:]])
        radii = np.array([radius for *_, radius in tubes] + [0.015])
        start_pixels, start_depth = camera.project(starts)
        end_pixels, end_depth = camera.project(ends)
        scale = camera.focal / ((start_depth + end_depth) / 2)
        outlines = capsules(start_pixels, end_pixels, radii * scale, radii * scale)
        frame, dark = ink(self.colour, emission.metal), ink((30, 30, 30), emission.metal + 1)
        depths = (start_depth + end_depth) / 2
        return [
            Part(float(depths[i]), outlines[i], frame if i < len(_TUBES) else dark, BIKE)
            for i in range(len(outlines))
        ]

    def _lamps(self, canvas: Canvas, camera: Camera) -> None:
        for forward, up, colour in ((0.46, 0.92, (255, 250, 225)), (-0.55, 0.7, (230, 20, 14))):
            pixels, depth = camera.project(self._in_world([(forward, 0.0, up)]))
            facing = (self.x - camera.x) * sin(self.heading) + (self.z - camera.z) * cos(self.heading)
            if (facing < 0) == (forward > 0):
                size = camera.focal / float(depth[0])
                canvas.glow(pixels[0], max(3.0, 0.22 * size), colour)

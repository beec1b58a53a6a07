"""Cars, parked and driving: body, glass, wheels and lights, warm where they run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.camera import NEAR
from csk_ros.synthetic.canvas import CAR
from csk_ros.synthetic.car_shape import SHAPES, CarShape
from csk_ros.synthetic.randomness import dice, pick
from csk_ros.synthetic.shapes import hull, ring
from csk_ros.synthetic.thing import Extent

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Paint, Rgb
    from csk_ros.synthetic.ink import Ink

_COLOURS: tuple[Rgb, ...] = (
    (228, 228, 226),
    (176, 180, 184),
    (120, 124, 128),
    (40, 42, 46),
    (150, 34, 36),
    (38, 64, 120),
    (54, 84, 62),
    (206, 196, 170),
    (222, 176, 40),
    (96, 60, 44),
)
_GLASS: Rgb = (52, 60, 68)
_DARK: Rgb = (30, 30, 33)
_CABIN_TOP = 0.74
"""Width of the roof as a share of the car's."""


@dataclass(frozen=True)
class CarLooks:
    """What one car is like."""

    shape: CarShape
    colour: Rgb
    residual: float
    """How warm a parked car's engine still is, 0..1."""
    cabin_heat: float


@lru_cache(maxsize=512)
def car_looks(*key: int) -> CarLooks:
    """The looks that belong to a key."""
    die = dice(*key)
    colour = np.clip(np.array(pick(die, _COLOURS)) * die.uniform(0.85, 1.1), 0, 255)
    return CarLooks(
        shape=pick(die, SHAPES),
        colour=(float(colour[0]), float(colour[1]), float(colour[2])),
        residual=float(max(0.0, die.uniform(-1.2, 1.0))),
        cabin_heat=die.uniform(0, 4),
    )


@dataclass(frozen=True, eq=False)
class Car:
    """A car at a place, its front towards `heading` (radians to the right of the street's direction)."""

    x: float
    z: float
    heading: float
    looks: CarLooks
    driving: bool
    darkness: float
    """0 lights off, 1 at night; only a driving car has its lights on."""
    braking: bool = False

    @property
    def extent(self) -> Extent:
        """Where the car stands."""
        along, across = abs(cos(self.heading)), abs(sin(self.heading))
        length, width = self.looks.shape.length / 2, self.looks.shape.width / 2
        half_x, half_z = length * across + width * along, length * along + width * across
        return Extent(self.x - half_x, self.x + half_x, self.z - half_z, self.z + half_z)

    @property
    def height(self) -> float:
        """Top of the roof."""
        return self.looks.shape.height

    @property
    def shadow(self) -> float:
        """A car's shadow is painted from its extent, as wide as the car."""
        return self.looks.shape.width

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint the car from its far faces to its near ones."""
        if (camera.to_camera(self.in_world(_footprint(self.looks.shape)))[..., 2] < NEAR + 0.2).all():
            return
        self._wheels(canvas, camera, ink, outer=False)
        self._body(canvas, camera, ink)
        self._cabin(canvas, camera, ink)
        self._wheels(canvas, camera, ink, outer=True)
        self._ends(canvas, camera, ink)

    def in_world(self, local: Points) -> Points:
        """(forward, right, up) [..., 3] to world points [..., 3]."""
        forward, right, up = local[..., 0], local[..., 1], local[..., 2]
        x = self.x + forward * sin(self.heading) + right * cos(self.heading)
        z = self.z + forward * cos(self.heading) - right * sin(self.heading)
        return np.stack([x, up, z], axis=-1)

    def _side_seen(self, camera: Camera) -> int:
        """1 if the camera is to the right of the car, -1 if to its left."""
        right = (camera.x - self.x) * cos(self.heading) - (camera.z - self.z) * sin(self.heading)
        return 1 if right > 0 else -1

    def _face(
        self, canvas: Canvas, camera: Camera, corners: Points, paint: Paint, *, cull: bool = True
    ) -> None:
        """Paint a face given anticlockwise as seen from outside; faces turned away are left out."""
        world = self.in_world(corners)
        if cull:
            normal = np.cross(world[1] - world[0], world[2] - world[0])
            if float(normal @ (world[0] - camera.position)) >= 0:
                return
        if (outline := camera.outline(world)) is not None:
            canvas.polygon(outline, paint, CAR)

    def _engine(self) -> float:
        """How warm the engine is, 0..1."""
        return 1.0 if self.driving else 0.6 * self.looks.residual

    def _body(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        look, half = self.looks, self.looks.shape.width / 2
        emission, engine = ink.emission, self._engine()
        warmth = emission.body(1 - sum(look.colour) / 765)
        corners = np.array(look.shape.body)
        for index in range(len(corners) - 1):
            (f0, u0), (f1, u1) = corners[index], corners[index + 1]
            flat = abs(f1 - f0) / np.hypot(f1 - f0, u1 - u0)
            front = min(f0, f1) > look.shape.cabin[0][0] - 0.3
            # Flat faces mirror the sky: bright by day, cold for the thermal camera.
            heat = 9 * engine if front else 0.0
            face = np.array([(f0, half, u0), (f0, -half, u0), (f1, -half, u1), (f1, half, u1)])
            paint = ink(look.colour, warmth + heat - 2.0 * flat * (1 - emission.sun), 0.82 + 0.26 * flat)
            self._face(canvas, camera, face[::-1], paint)
        side = self._side_seen(camera)
        outline = np.column_stack([corners[:, 0], np.full(len(corners), side * half), corners[:, 1]])
        self._face(canvas, camera, outline, ink(look.colour, warmth, 0.88), cull=False)
        sill = np.array(
            [(f, side * half, u) for f, u in ((2.0, 0.24), (2.0, 0.42), (-2.0, 0.42), (-2.0, 0.24))]
        ) * (look.shape.length / 4.6, 1, 1)
        self._face(canvas, camera, sill, ink(look.colour, warmth + 1.5 * engine, 0.6), cull=False)

    def _cabin(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        look, shape = self.looks, self.looks.shape
        emission = ink.emission
        foot, top = shape.width / 2 * 0.96, shape.width / 2 * _CABIN_TOP
        (f0, u0), (f1, u1), (f2, u2), (f3, u3) = shape.cabin
        dark = 1 - sum(look.colour) / 765
        pane = emission.glass + (look.cabin_heat if self.driving else 0.0)
        glass, metal = ink(_GLASS, pane), ink(look.colour, emission.body(dark), 0.92)
        roof = np.array([(f1, top, u1), (f1, -top, u1), (f2, -top, u2), (f2, top, u2)])
        self._face(
            canvas, camera, roof[::-1], ink(look.colour, emission.body(dark) - 3 * (1 - emission.sun), 1.08)
        )
        for ends in (((f0, foot, u0), (f1, top, u1)), ((f2, top, u2), (f3, foot, u3))):
            (fa, wa, ua), (fb, wb, ub) = ends
            face = np.array([(fa, wa, ua), (fa, -wa, ua), (fb, -wb, ub), (fb, wb, ub)])
            self._face(canvas, camera, face[::-1], metal)
            if shape.glazed == 1.0 or fa == f0:
                self._face(canvas, camera, _inset(face, 0.09)[::-1], glass)
        side = self._side_seen(camera)
        face = np.array(
            [(f0, side * foot, u0), (f1, side * top, u1), (f2, side * top, u2), (f3, side * foot, u3)]
        )
        view = camera.position - self.in_world(face).mean(axis=0)
        aside = side * (view[0] * cos(self.heading) - view[2] * sin(self.heading))
        if aside > shape.width / 2 - 0.2 * view[1]:
            self._face(canvas, camera, face, metal, cull=False)
            self._side_windows(canvas, camera, face, glass)

    def _side_windows(self, canvas: Canvas, camera: Camera, face: Points, glass: Paint) -> None:
        shape = self.looks.shape
        edges = (0.04, *(p for p in shape.pillars if p < shape.glazed), min(0.96, shape.glazed))
        foot_front, roof_front, roof_rear, foot_rear = face

        def at(share: float, rise: float) -> Points:
            low = foot_front + (foot_rear - foot_front) * share
            high = roof_front + (roof_rear - roof_front) * share
            return np.asarray(low + (high - low) * rise)

        for begin, end in pairwise(edges):
            b, e = begin + 0.012, end - 0.012
            pane = np.array([at(b, 0.1), at(b, 0.86), at(e, 0.86), at(e, 0.1)])
            self._face(canvas, camera, pane, glass, cull=False)

    def _wheels(self, canvas: Canvas, camera: Camera, ink: Ink, *, outer: bool) -> None:
        """Tyres under the body first; the near side's discs over it afterwards."""
        shape, emission = self.looks.shape, ink.emission
        heat = 9.0 if self.driving else 3.0 * self.looks.residual
        tyre = ink((30, 30, 32), emission.asphalt * 0.4 + emission.metal * 0.6 + heat)
        near = self._side_seen(camera)
        half = shape.width / 2
        for axle in shape.axles:
            for side in (near,) if outer else (-near, near):
                discs = [
                    ring(self.in_world(np.array([axle, side * w, shape.wheel])), shape.wheel, self.heading)
                    for w in (half + 0.01, half - 0.2)
                ]
                outline = camera.outline(discs[0])
                if outline is None:
                    continue
                if not outer:
                    inner = camera.outline(discs[1])
                    if inner is not None:
                        outline = np.concatenate([outline, inner])
                    canvas.convex(hull(outline), tyre, CAR)
                    continue
                middle = outline.mean(axis=0)
                arch = ink(_DARK, emission.metal + 0.3 * heat, 0.7)
                canvas.convex((outline - middle) * (1.14, 1.1) + middle, arch, CAR)
                canvas.convex(outline, tyre, CAR)
                rim = ink((150, 152, 156), emission.metal + 1.3 * heat)
                canvas.convex((outline - middle) * 0.62 + middle, rim, CAR)
                canvas.convex((outline - middle) * 0.2 + middle, tyre, CAR)

    def _ends(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Lights, number plate, grille and exhaust on the end that is seen."""
        shape, emission = self.looks.shape, ink.emission
        forward = (camera.x - self.x) * sin(self.heading) + (camera.z - self.z) * cos(self.heading)
        if abs(forward) < shape.length / 2:
            return
        end = 1 if forward > 0 else -1
        f = end * (shape.length / 2 + 0.01)
        half = shape.width / 2
        low, high = (0.58, 0.74) if end > 0 else (0.66, 0.86)
        rise = shape.body[3][1] - 0.93
        plate = ink((225, 225, 215), emission.metal)
        engine = self._engine()
        grille = ink(_DARK, emission.metal + 14 * engine if end > 0 else emission.metal + 2 * engine)
        self._plate(canvas, camera, f, (-0.55, 0.55, 0.42 + rise, 0.58 + rise), grille)
        self._plate(canvas, camera, f, (-0.25, 0.25, 0.44 + rise, 0.55 + rise), plate)
        if end < 0 and self.driving:
            exhaust = ink(_DARK, emission.air + 40)
            self._plate(canvas, camera, f, (0.42, 0.62, 0.24, 0.33), exhaust)
        on = self.driving and self.darkness > 0.05
        bright = self.darkness if on else 0.0
        off: Rgb = (200, 204, 206) if end > 0 else (120, 20, 20)
        shining: Rgb = (255, 250, 232) if end > 0 else (255, 40, 26)
        lit = on or (end < 0 and self.driving and self.braking)
        lamp_heat = emission.metal + (6 if lit else 0)
        paint = ink.shining(shining, lamp_heat) if lit else ink(off, lamp_heat)
        for side in (-1, 1):
            a, b = sorted((side * half * 0.62, side * half * 0.95))
            self._plate(canvas, camera, f, (a, b, low + rise, high + rise), paint)
            if lit:
                self._shine(canvas, camera, (f, side * half * 0.8, (low + high) / 2 + rise), end, bright)

    def _plate(
        self, canvas: Canvas, camera: Camera, f: float, box: tuple[float, float, float, float], paint: Paint
    ) -> None:
        a, b, low, high = box
        corners = np.array([(f, a, low), (f, b, low), (f, b, high), (f, a, high)])
        self._face(canvas, camera, corners, paint, cull=False)

    def _shine(
        self, canvas: Canvas, camera: Camera, local: tuple[float, float, float], end: int, bright: float
    ) -> None:
        pixels, depth = camera.project(self.in_world(np.array(local)))
        if depth < 1.0:
            return
        distance = float(depth)
        colour: Rgb = (255, 246, 220) if end > 0 else (255, 40, 20)
        reach = (0.9 if end > 0 else 0.45) * (0.3 + 0.7 * bright)
        strength = (0.95 if end > 0 else 0.75) * max(bright, 0.35)
        radius = min(120.0, 6 + reach * camera.focal / distance)
        canvas.glow(pixels, radius, (colour[0] * strength, colour[1] * strength, colour[2] * strength))


def _footprint(shape: CarShape) -> Points:
    half_length, half_width = shape.length / 2, shape.width / 2
    return np.array([(f, r, 0.0) for f in (-half_length, half_length) for r in (-half_width, half_width)])


def _inset(face: Points, share: float) -> Points:
    return np.asarray(face + (face.mean(axis=0) - face) * 2 * share)

"""What else stands on a pavement: lamp posts, signs, bins, bollards and bushes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.camera import NEAR
from csk_ros.synthetic.canvas import BACKGROUND
from csk_ros.synthetic.lighting import LAMP_HEIGHT
from csk_ros.synthetic.randomness import dice, pick
from csk_ros.synthetic.shapes import capsules, ellipse
from csk_ros.synthetic.thing import Extent

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Paint, Rgb
    from csk_ros.synthetic.ink import Ink

SIGN, BIN, BOLLARD, BUSH = "sign", "bin", "bollard", "bush"


def _rod(camera: Camera, ends: list[tuple[float, float, float]], radii: tuple[float, float]) -> Points | None:
    """Outline of a rod in the world; None when it is too near or behind."""
    pixels, depth = camera.project(np.array(ends))
    if depth.min() < NEAR + 0.3:
        return None
    scale = camera.focal / depth
    thick = np.array(radii) * scale
    return np.asarray(capsules(pixels[:1], pixels[1:], thick[:1], thick[1:])[0])


@dataclass(frozen=True, eq=False)
class LampPost:
    """A street lamp whose arm reaches towards the road."""

    x: float
    z: float
    arm: float
    """Length of the arm, negative to the left."""
    colour: Rgb
    darkness: float
    """0 off, 1 at night."""
    height: float = LAMP_HEIGHT
    shadow: float = 0.0

    @property
    def extent(self) -> Extent:
        """Where the post stands."""
        return Extent(self.x - 0.1, self.x + 0.1, self.z - 0.1, self.z + 0.1)

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint the post, the arm and the shining head."""
        metal = ink((86, 92, 92), ink.emission.metal)
        head = (self.x + self.arm, LAMP_HEIGHT, self.z)
        for ends, radii in (
            ([(self.x, 0.0, self.z), (self.x, LAMP_HEIGHT - 0.1, self.z)], (0.075, 0.05)),
            ([(self.x, LAMP_HEIGHT - 0.1, self.z), head], (0.045, 0.04)),
        ):
            if (rod := _rod(camera, ends, radii)) is not None:
                canvas.convex(rod, metal, BACKGROUND)
        tip = (head[0] + 0.5 * np.sign(self.arm), head[1] - 0.03, head[2])
        lamp = _rod(camera, [head, tip], (0.1, 0.08))
        if lamp is None:
            return
        if self.darkness > 0:
            shining = tuple(255 * (0.6 + 0.4 * part) for part in self.colour)
            canvas.convex(
                lamp, ink.shining((shining[0], shining[1], shining[2]), ink.emission.lamp_head), BACKGROUND
            )
            depth = float(camera.project(np.array(head))[1])
            glow = tuple(255 * part * self.darkness for part in self.colour)
            radius = min(150.0, 10 + 1.3 * camera.focal / depth)
            canvas.glow(lamp.mean(axis=0), radius, (glow[0], glow[1], glow[2]))
        else:
            canvas.convex(lamp, ink((150, 152, 150), ink.emission.metal), BACKGROUND)


@dataclass(frozen=True, eq=False)
class Furniture:
    """A sign, bin, bollard or bush."""

    kind: str
    x: float
    z: float
    colour: Rgb
    size: float

    @property
    def extent(self) -> Extent:
        """Where it stands."""
        half = 0.5 * self.size if self.kind == BUSH else 0.25
        return Extent(self.x - half, self.x + half, self.z - half, self.z + half)

    @property
    def height(self) -> float:
        """Its top."""
        return {SIGN: 2.5, BIN: 1.0, BOLLARD: 0.9, BUSH: 0.9 * self.size}[self.kind]

    @property
    def shadow(self) -> float:
        """Signs and bollards are too thin for one."""
        return 0.5 if self.kind in {BIN, BUSH} else 0.0

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint it."""
        if self.kind == BUSH:
            self._bush(canvas, camera, ink)
            return
        if self.kind == BIN:
            self._bin(canvas, camera, ink)
            return
        height, radius = {SIGN: (2.4, 0.03), BOLLARD: (0.85, 0.07)}[self.kind]
        metal = ink(self.colour if self.kind != SIGN else (140, 142, 140), ink.emission.metal + 1)
        foot, top = (self.x, radius * 0.4, self.z), (self.x, height, self.z)
        post = _rod(camera, [foot, top], (radius, radius))
        if post is None:
            return
        canvas.convex(post, metal, BACKGROUND)
        if self.kind == SIGN:
            self._plate(canvas, camera, np.array(top), ink((235, 235, 230), ink.emission.metal), 0.3)
            self._plate(canvas, camera, np.array(top), ink(self.colour, ink.emission.metal), 0.25)

    def _bin(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """A tapered tub with a lid, drawn as wide as it is deep."""
        levels = ((0.0, 0.19), (0.82, 0.25), (0.8, 0.28), (0.95, 0.24))
        pixels, depth = camera.project(np.array([(self.x, up, self.z) for up, _ in levels]))
        if depth.min() < NEAR + 0.3:
            return
        aside = np.array([radius for _, radius in levels]) * camera.focal / depth
        left, right = pixels - aside[:, None] * (1, 0), pixels + aside[:, None] * (1, 0)
        warmth = ink.emission.metal + 1
        for low, high, shade in ((0, 1, 1.0), (2, 3, 0.75)):
            outline = np.array([left[low], right[low], right[high], left[high]])
            canvas.convex(outline, ink(self.colour, warmth, shade), BACKGROUND)

    @staticmethod
    def _plate(canvas: Canvas, camera: Camera, centre: Points, paint: Paint, radius: float) -> None:
        pixel, depth = camera.project(centre)
        size = radius * camera.focal / float(depth)
        canvas.convex(ellipse(pixel, (size, size)), paint, BACKGROUND)

    def _bush(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        die = dice(round(self.x * 100), round(self.z * 100))
        for tone in np.linspace(0.6, 1.05, 9):
            place = np.array([self.x, 0.0, self.z]) + die.uniform(-0.5, 0.5, 3) * self.size
            place[1] = self.size * (0.15 + 0.55 * (tone - 0.6) / 0.45)
            pixel, depth = camera.project(place)
            if depth < NEAR + 0.5:
                continue
            radius = float(0.38 * self.size * camera.focal / depth)
            canvas.convex(
                ellipse(pixel, (radius, 0.85 * radius)),
                ink(self.colour, ink.emission.foliage, float(tone)),
                BACKGROUND,
            )


def make_furniture(die: np.random.Generator, x: float, z: float) -> Furniture:
    """A piece of furniture at a place."""
    kind = pick(die, (SIGN, SIGN, BIN, BOLLARD, BOLLARD, BUSH))
    colours: tuple[Rgb, ...] = ((40, 84, 170), (190, 40, 36), (54, 90, 60), (60, 62, 64), (220, 180, 50))
    colour = (74.0, 104.0, 52.0) if kind == BUSH else pick(die, colours)
    return Furniture(kind, x, z, colour, die.uniform(0.7, 1.4))

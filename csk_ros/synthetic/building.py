"""House fronts along the street, with windows that are dark by day and partly lit at night."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.camera import HEIGHT, NEAR, WIDTH
from csk_ros.synthetic.randomness import Chance, dice
from csk_ros.synthetic.solid_mask import HOUSE, cover

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Paint, Rgb
    from csk_ros.synthetic.ink import Ink
    from csk_ros.synthetic.street import Street

PITCH = 13.0
"""Mean length of a house front in metres."""

STOREY = 3.2


Foot = tuple[tuple[float, float], tuple[float, float]]
"""Both ends (x, z) of a wall's bottom edge."""


@dataclass(frozen=True, eq=False)
class Building:
    """One house; `side` is -1 on the left and 1 on the right of the street."""

    side: int
    front: float
    """Distance of its front from the middle of the road."""
    near: float
    far: float
    height: float
    wall: Rgb
    base: Rgb
    frame: Rgb
    mass: float
    windows: Points
    """Corners [n, 4, 3] of the panes."""
    lit_at: NDArray[np.float64]
    """Darkness [n] from which each pane is lit."""
    glow: NDArray[np.float64]
    """Colour [n, 3] of each pane when lit."""
    bands: tuple[tuple[float, float], ...]
    """Bottom and top of ledges."""

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink, facing_sun: float, sky: Rgb) -> None:
        """Paint the house in full light."""
        emission = ink.emission
        warmth = emission.wall(self.mass, facing_sun)
        *ends, front = self._feet(camera)
        for end in ends:
            paint = ink(self.wall, emission.wall(self.mass, 0.0), 0.8)
            self._wall(canvas, camera, end, (0, self.height), paint)
        self._wall(canvas, camera, front, (0, self.height), ink(self.wall, warmth))
        self._wall(canvas, camera, front, (0, STOREY * 0.98), ink(self.base, warmth + 0.8))
        for bottom, top in self.bands:
            self._wall(canvas, camera, front, (bottom, top), ink(self.frame, warmth - 0.6))
        glass = ink((sky[0] * 0.34 + 18, sky[1] * 0.36 + 20, sky[2] * 0.38 + 24), emission.window(lit=False))
        shine = ink((sky[0] * 0.62, sky[1] * 0.64, sky[2] * 0.66), emission.window(lit=False) - 1.5)
        frame = ink(self.frame, warmth - 0.8)
        outlines, kept = self._visible_windows(camera)
        for index in kept:
            outline = outlines[index]
            width = abs(outline[0, 0] - outline[1, 0])
            if width > 7:
                canvas.convex(_scaled(outline, 1.16), frame)
            canvas.convex(outline, glass)
            if width > 5:
                canvas.convex(np.stack([outline[0], outline[1], outline[3]]), shine)

    def cover(self, solid: NDArray[np.uint8], camera: Camera) -> None:
        """Mark the house in solid uint8[H, W]: no sky there."""
        for foot in self._feet(camera):
            if (outline := camera.outline(_upright(foot, (0, self.height)))) is not None:
                cover(solid, outline, HOUSE)

    def _feet(self, camera: Camera) -> list[Foot]:
        """The bottom edges (x, z) of the walls that may be seen, the front last."""
        x = self.side * self.front
        front = ((x, self.near), (x, self.far))
        return [((x, self.near), (x + self.side * 12, self.near)), front] if camera.z < self.near else [front]

    def paint_lights(self, canvas: Canvas, camera: Camera, ink: Ink, darkness: float) -> None:
        """Paint the lit windows over the darkened house."""
        if darkness <= 0:
            return
        outlines, kept = self._visible_windows(camera)
        warmth = ink.emission.window(lit=True)
        for index in kept:
            if self.lit_at[index] < darkness:
                red, green, blue = self.glow[index]
                canvas.convex(outlines[index], ink.shining((red, green, blue), warmth))
                if abs(outlines[index][0, 0] - outlines[index][1, 0]) > 6:
                    bar = ink.shining((red * 0.6, green * 0.55, blue * 0.5), warmth - 2)
                    middle = outlines[index].mean(axis=0)
                    canvas.convex((outlines[index] - middle) * (0.07, 1.0) + middle, bar)

    def _visible_windows(self, camera: Camera) -> tuple[Points, NDArray[np.intp]]:
        pixels, depth = camera.project(self.windows)
        low, high = pixels.min(axis=1), pixels.max(axis=1)
        visible = (depth.min(axis=1) > NEAR) & (high[:, 0] > 0) & (low[:, 0] < WIDTH)
        visible &= (high[:, 1] > 0) & (low[:, 1] < HEIGHT) & (high[:, 1] - low[:, 1] > 1.5)
        return pixels, np.flatnonzero(visible)

    @staticmethod
    def _wall(canvas: Canvas, camera: Camera, foot: Foot, span: tuple[float, float], paint: Paint) -> None:
        if (outline := camera.outline(_upright(foot, span))) is not None:
            canvas.convex(outline, paint)


def _upright(foot: Foot, span: tuple[float, float]) -> Points:
    """Corners [4, 3] of a wall from bottom to top over a bottom edge."""
    (x0, z0), (x1, z1) = foot
    bottom, top = span
    return np.array([(x0, bottom, z0), (x1, bottom, z1), (x1, top, z1), (x0, top, z0)])


def _scaled(outline: Points, factor: float) -> Points:
    middle = outline.mean(axis=0)
    return np.asarray((outline - middle) * factor + middle)


def buildings(street: Street, z0: float, z1: float) -> list[Building]:
    """The houses of both sides between z0 and z1, the farthest first."""
    blocks = range(int(z0 // PITCH) - 1, int(z1 // PITCH) + 1)
    houses = (_building(street, side, k) for k in reversed(blocks) for side in (-1, 1))
    return [house for house in houses if house is not None]


@lru_cache(maxsize=512)
def _building(street: Street, side: int, k: int) -> Building | None:
    die = dice(street.seed, Chance.HOUSE, side, k)
    if die.random() < 0.1:
        return None
    near, far = _boundary(street, side, k), _boundary(street, side, k + 1)
    storeys = int(die.integers(street.floors[0], street.floors[1] + 1))
    height = storeys * STOREY + die.uniform(0.3, 1.4)
    tint = np.array(street.wall_tint) * die.uniform(0.55, 1.15) + die.uniform(-22, 22, 3)
    wall = tuple(float(v) for v in np.clip(tint, 30, 250))
    base = tuple(
        float(v) for v in np.clip(np.array(wall) * die.uniform(0.5, 1.05) + die.uniform(-15, 15, 3), 20, 250)
    )
    light = die.uniform(60, 250)
    windows = _windows(die, side * (street.facade - 0.02), (near, far), storeys)
    glow = np.array([255, 214, 150]) * die.uniform(0.5, 1.0, (len(windows), 1))
    glow[die.random(len(windows)) < 0.2] = (205, 225, 250)
    bands = [(height - die.uniform(0.3, 0.7), height)]
    if die.random() < 0.6:
        bands.append((STOREY * 0.96, STOREY * 1.05))
    if die.random() < 0.3:
        bands += [(STOREY * s - 0.1, STOREY * s + 0.05) for s in range(2, storeys)]
    return Building(
        side=side,
        front=street.facade,
        near=near,
        far=far,
        height=height,
        wall=(wall[0], wall[1], wall[2]),
        base=(base[0], base[1], base[2]),
        frame=(light, light, light * 0.97),
        mass=die.random(),
        windows=windows,
        lit_at=die.random(len(windows)) / die.uniform(0.15, 0.6),
        glow=glow,
        bands=tuple(bands),
    )


def _boundary(street: Street, side: int, k: int) -> float:
    """Where house k begins; its neighbour ends there."""
    return k * PITCH + float(dice(street.seed, Chance.HOUSE_EDGE, side, k).uniform(-3, 3))


def _windows(die: np.random.Generator, x: float, extent: tuple[float, float], storeys: int) -> Points:
    """Panes [n, 4, 3]: shop windows or doors at the bottom, rows of equal ones above."""
    length = extent[1] - extent[0]
    columns = max(2, round(length / die.uniform(2.0, 3.6)))
    width = length / columns * die.uniform(0.35, 0.68)
    sill, top = die.uniform(0.5, 1.0), die.uniform(2.3, 2.75)
    shop = die.random() < 0.5
    panes = []
    for storey in range(storeys):
        per_row = max(1, columns // 2) if storey == 0 and shop else columns
        pane = length / per_row * 0.8 if storey == 0 and shop else width
        bottom = (0.35 if shop else 0.9) if storey == 0 else sill
        for column in range(per_row):
            middle = extent[0] + (column + 0.5) * length / per_row
            low, high = storey * STOREY + bottom, storey * STOREY + top
            if storey == 0 and not shop and column == columns // 2:
                low = 0.0
            z0, z1 = middle - pane / 2, middle + pane / 2
            panes.append([(x, high, z0), (x, high, z1), (x, low, z1), (x, low, z0)])
    return np.array(panes)

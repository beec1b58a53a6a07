"""Street trees, in leaf or bare."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.camera import NEAR
from csk_ros.synthetic.canvas import BACKGROUND
from csk_ros.synthetic.shapes import capsules
from csk_ros.synthetic.thing import Extent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Rgb
    from csk_ros.synthetic.ink import Ink


@dataclass(frozen=True, eq=False)
class Tree:
    """A trunk, branches and, in leaf, a crown of tufts."""

    x: float
    z: float
    height: float
    branches: Points
    """Starts and ends [n, 2, 3] in the world, the trunk first."""
    radii: NDArray[np.float64]
    """Radii [n, 2] at both ends."""
    tufts: Points
    """Middles [m, 3] of the tufts, the farthest from the street's middle first; none in winter."""
    tuft_outlines: Points
    """Outlines [m, 9, 2] around the middles, in metres."""
    tones: NDArray[np.float64]
    """How light each tuft [m] is."""
    leaf: Rgb
    shadow: float = 0.5

    @property
    def extent(self) -> Extent:
        """Where the trunk stands."""
        return Extent(self.x - 0.2, self.x + 0.2, self.z - 0.2, self.z + 0.2)

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint the wood, then the leaves."""
        pixels, depth = camera.project(self.branches)
        if depth.min() < NEAR + 0.5:
            return
        emission = ink.emission
        scale = camera.focal / depth
        bark = ink((86, 72, 60), emission.trunk)
        rods = capsules(
            pixels[:, 0], pixels[:, 1], self.radii[:, 0] * scale[:, 0], self.radii[:, 1] * scale[:, 1]
        )
        canvas.convexes(rods, repeat(bark, len(rods)), BACKGROUND)
        if not len(self.tufts):
            return
        # Far away fewer and larger tufts look the same.
        step = 1 + int(scale[0, 0] < 45) + int(scale[0, 0] < 20)
        middles, depth = camera.project(self.tufts[::step])
        size = camera.focal / depth * (0.65 + 0.35 * step)
        outlines = middles[:, None] + self.tuft_outlines[::step] * size[:, None, None]
        tones = self.tones[::step].tolist()
        paints = [ink(self.leaf, emission.foliage + 5 * (tone - 0.9), tone) for tone in tones]
        canvas.convexes(outlines, paints, BACKGROUND)


def make_tree(die: np.random.Generator, x: float, z: float, *, leaves: bool) -> Tree:
    """A tree at a place."""
    height, fork = die.uniform(4.5, 9.0), die.uniform(2.0, 2.9)
    crown = die.uniform(1.3, 2.3)
    foot, top = np.array([x, 0.0, z]), np.array([x + die.uniform(-0.2, 0.2), fork, z])
    branches, radii = [(foot, top)], [(0.15, 0.10)]
    for _ in range(6 if leaves else 9):
        turn = die.uniform(0, 2 * np.pi)
        tip = np.array([x + crown * np.cos(turn), die.uniform(fork + 1, height), z + crown * np.sin(turn)])
        branches.append((top, tip))
        radii.append((0.07, 0.02))
        for _ in range(0 if leaves else 3):
            begin = top + (tip - top) * die.uniform(0.35, 0.9)
            branches.append((begin, begin + die.normal(0, 0.45, 3) + (0, 0.35, 0)))
            radii.append((0.025, 0.008))
    count = 70 if leaves else 0
    directions = die.normal(size=(count, 3))
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-6)
    reach = die.uniform(0.35, 1.0, (count, 1)) ** 0.6
    half = np.array([crown, max(0.5 * (height - fork), 1.2), crown])
    tufts = np.array([x, (height + fork) / 2 + 0.4, z]) + directions * reach * half
    # Lower and inner tufts first: the light ones lie on top of the dark ones.
    order = np.argsort(tufts[:, 1] + 0.8 * reach[:, 0]) if count else np.empty(0, int)
    tufts = tufts[order]
    around = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    size = die.uniform(0.25, 0.6, (count, 1)) * die.uniform(0.75, 1.2, (count, 9))
    outlines = np.stack([size * np.cos(around), 0.8 * size * np.sin(around)], axis=2)
    rise = (tufts[:, 1] - fork) / max(height - fork, 1.0)
    green = np.array([70, 104, 46]) + die.uniform(-18, 26, 3) * (1, 0.8, 0.6)
    return Tree(
        x=x,
        z=z,
        height=height,
        branches=np.array(branches),
        radii=np.array(radii),
        tufts=tufts,
        tuft_outlines=outlines,
        tones=0.62 + 0.5 * rise + die.uniform(-0.1, 0.1, count),
        leaf=(float(green[0]), float(green[1]), float(green[2])),
    )

"""What stands or moves in the street, and who hides whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Paint
    from csk_ros.synthetic.ink import Ink


class Extent(NamedTuple):
    """The ground that a thing takes up, in metres."""

    x0: float
    x1: float
    z0: float
    z1: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle, x and z."""
        return (self.x0 + self.x1) / 2, (self.z0 + self.z1) / 2


class Thing(Protocol):
    """Something that is painted in one go, from the farthest to the nearest."""

    @property
    def extent(self) -> Extent:
        """Where it stands."""

    @property
    def height(self) -> float:
        """Its top, in metres."""

    @property
    def shadow(self) -> float:
        """How wide its shadow on the ground is, in metres; 0 for none worth painting."""

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint it, and its labels."""


class Part(NamedTuple):
    """A piece of a thing."""

    depth: float
    outline: Points
    paint: Paint
    label: int
    convex: bool = True


def paint_parts(canvas: Canvas, parts: Sequence[Part]) -> None:
    """Paint the pieces of one thing, the farthest first."""
    for part in sorted(parts, key=lambda part: -part.depth):
        fill = canvas.convex if part.convex else canvas.polygon
        fill(part.outline, part.paint, part.label)


def back_to_front(things: Sequence[Thing], camera: Camera) -> list[Thing]:
    """Order things so that each one comes after all those it may hide.

    Two things whose grounds are separated by a line of constant x or z are told apart exactly: the one on
    the camera's side of the line cannot be hidden by the other. What is left is ordered by distance.
    """
    if not things:
        return []
    ground = np.array([thing.extent for thing in things])
    middle = np.column_stack([ground[:, :2].mean(axis=1), ground[:, 2:].mean(axis=1)])
    distance = np.hypot(middle[:, 0] - camera.x, middle[:, 1] - camera.z)
    # beyond[i, j]: a line separates i from the camera and from j, so i cannot hide j.
    beyond = np.zeros((len(things), len(things)), bool)
    for low, high, eye in ((0, 1, camera.x), (2, 3, camera.z)):
        near_side, far_side = ground[:, low], ground[:, high]
        beyond |= (near_side[:, None] >= far_side[None, :]) & (near_side[:, None] > eye)
        beyond |= (far_side[:, None] <= near_side[None, :]) & (far_side[:, None] < eye)
    waits = beyond.T & ~beyond
    waiting = waits.sum(axis=1)
    left = np.ones(len(things), bool)
    order = []
    for _ in things:
        ready = left & (waiting == 0)
        candidates = np.flatnonzero(ready if ready.any() else left)
        index = int(candidates[np.argmax(distance[candidates])])
        order.append(things[index])
        left[index] = False
        waiting -= waits[:, index]
    return order

"""How bright things look: sky, sun, street lamps and headlights, as gains on sRGB colours.

A surface of sRGB colour c under light L looks like c * L ** (1 / 2.2): with a pure power law for the
display the light is a gain on the colour as it is painted, so light can be laid over a finished picture.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.street import Street

GAMMA = 2.2

LAMP_HEIGHT = 5.5

GRID = (60, 80)
"""Rows and columns of cells that the light over the picture is computed for."""


def darkness_at(daylight: float) -> float:
    """How far street lamps and headlights are on: 0 by day, 1 at night."""
    return float(np.clip((0.45 - daylight) / 0.3, 0, 1))


class Beam(NamedTuple):
    """The light of a car's headlights on the road."""

    x: float
    z: float
    heading: float
    """Radians to the right of the street's direction."""


class Lighting:
    """The light in one street at one moment.

    Args:
        street: the street.
        daylight: 0 night to 1 noon.
        lamps: positions of street lamps near the camera, [n, 2] of x and z.
        beams: headlights that are on.
    """

    def __init__(self, street: Street, daylight: float, lamps: Points, beams: list[Beam]) -> None:
        self.street = street
        self.daylight = daylight
        self.darkness = darkness_at(daylight)
        self.lamps = lamps if self.darkness > 0 else np.empty((0, 2))
        self.beams = beams
        elevation = radians(12 + 45 * daylight)
        self.sun = np.array(
            [
                cos(elevation) * sin(street.sun_azimuth),
                sin(elevation),
                cos(elevation) * cos(street.sun_azimuth),
            ]
        )
        warm = np.clip(1.3 * (1 - daylight), 0, 1)
        self.sunlight = (
            0.95
            * street.clear
            * np.clip((daylight - 0.2) / 0.6, 0, 1)
            * np.array([1, 1 - 0.25 * warm, 1 - 0.5 * warm])
        )
        cold = np.array([0.9, 1.0, 1.15])
        self.ambient = (0.0022 + 0.55 * daylight**1.6) * cold * (1.25 - 0.35 * street.clear)
        # The camera opens up in the dark, but not enough.
        self.exposure = 1.0 + 1.2 * (1 - daylight) ** 2
        self._roofs = 3.2 * sum(street.floors) / 2

    def shaded(self, x: Points, height: Points) -> Points:
        """Whether houses keep the sun off points [...] at x and height, 0 or 1 with a soft edge."""
        across = max(abs(float(self.sun[0])), 1e-6)
        to_house = self.street.facade - np.sign(self.sun[0]) * x
        shadow_top = self._roofs - to_house * (self.sun[1] / across)
        return np.asarray(np.clip((shadow_top - height) / 0.4 + 0.5, 0, 1))

    def gain(self, points: Points, normals: Points) -> Points:
        """Gains [..., 3] on the colours of surfaces at points [..., 3] with unit normals [..., 3]."""
        facing = np.clip(normals @ self.sun, 0, 1) * (1 - self.shaded(points[..., 0], points[..., 1]))
        light = self.ambient + facing[..., None] * self.sunlight + self._artificial(points)
        return np.asarray((light * self.exposure) ** (1 / GAMMA))

    def object_gains(self, points: Points) -> Points:
        """Gains [n, 3] for things whose middles are at points [n, 3], averaged over their faces."""
        sunny = 0.55 * (1 - self.shaded(points[:, 0], points[:, 1]))
        light = self.ambient + sunny[:, None] * self.sunlight + self._artificial(points)
        return np.asarray((light * self.exposure) ** (1 / GAMMA))

    def shadow_gains(self, points: Points) -> Points:
        """Gains [n, 3] at points [n, 3] of the ground where the sun and half of the sky are hidden."""
        light = 0.5 * self.ambient + 0.8 * self._artificial(points)
        return np.asarray((light * self.exposure) ** (1 / GAMMA))

    def over_picture(self, camera: Camera) -> tuple[Points, Points]:
        """Gains [rows, columns, 3] of ground and house fronts on GRID, and their points [..., 3]."""
        rays = camera.rays(*GRID)
        facade = self.street.facade
        with np.errstate(divide="ignore"):
            to_ground = np.where(rays[..., 1] < 0, -camera.y / rays[..., 1], np.inf)
            to_front = np.where(
                rays[..., 0] != 0, (np.sign(rays[..., 0]) * facade - camera.x) / rays[..., 0], np.inf
            )
        on_front = to_front < to_ground
        distance = np.minimum(np.minimum(to_front, to_ground), 400.0)
        points = camera.position + rays * distance[..., None]
        normals = np.zeros_like(points)
        normals[..., 1] = ~on_front
        normals[..., 0] = np.where(on_front, -np.sign(rays[..., 0]), 0.0)
        return self.gain(points, normals), points

    def _artificial(self, points: Points) -> Points:
        """Light of lamps and headlights at points [..., 3], as [..., 3]."""
        light = np.zeros(points.shape)
        if len(self.lamps):
            across = points[..., 0, None] - self.lamps[:, 0]
            along = points[..., 2, None] - self.lamps[:, 1]
            below = np.maximum(LAMP_HEIGHT - points[..., 1, None], 0.5)
            square = across**2 + along**2 + below**2
            # Lambert on the ground, and a head that shines mostly downwards.
            falloff = below**3 / square**2.5
            light += (8.0 * self.darkness * falloff.sum(axis=-1))[..., None] * np.array(
                self.street.lamp_colour
            )
        for beam in self.beams:
            across = points[..., 0] - beam.x
            along = points[..., 2] - beam.z
            forward = across * sin(beam.heading) + along * cos(beam.heading)
            aside = across * cos(beam.heading) - along * sin(beam.heading)
            width = 0.7 + 0.14 * np.maximum(forward, 0)
            reach = np.clip((forward - 0.5) / 2.5, 0, 1) * np.exp(-np.maximum(forward, 0) / 9)
            low = np.exp(-np.maximum(points[..., 1], 0) / 0.9)
            beam_light = 0.55 * self.darkness * reach * low * np.exp(-0.5 * (aside / width) ** 2)
            light += beam_light[..., None] * np.array([1.0, 0.95, 0.82])
        return light

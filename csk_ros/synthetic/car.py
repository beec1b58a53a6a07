"""Cars, parked and driving: body, glass, wheels and lights, warm where they run."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.camera import NEAR
from csk_ros.synthetic.canvas import CAR
from csk_ros.synthetic.car_mesh import FINE, car_mesh
from csk_ros.synthetic.placing import in_world
from csk_ros.synthetic.shapes import hull
from csk_ros.synthetic.thing import Extent

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Paint, Rgb
    from csk_ros.synthetic.car_looks import CarLooks
    from csk_ros.synthetic.car_mesh import CarMesh
    from csk_ros.synthetic.ink import Ink

_GLASS: Rgb = (46, 54, 62)
_SHEEN: Rgb = (84, 98, 110)
_DARK: Rgb = (30, 30, 33)


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

    @property
    def nose(self) -> tuple[float, float]:
        """Where its headlights shine from, x and z."""
        reach = self.looks.shape.length / 2
        return self.x + reach * sin(self.heading), self.z + reach * cos(self.heading)

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint the car: tyres, body, near wheels, then cabin, glass and lights."""
        eye = self._in_car(camera.position)
        mesh = car_mesh(self.looks.shape, 1 if eye[1] > 0 else -1)
        paints = self._paints(ink)
        size = self.looks.shape.length * camera.focal / max(float(np.hypot(eye[0], eye[1])), 1.0)
        self._wheels(canvas, camera, mesh, paints, beneath=True)
        faces = self._in_world(mesh.faces)
        seen = (mesh.normals * (eye - mesh.faces[:, 0])).sum(axis=1) > 0
        first_of_side = mesh.materials.index("sill")
        pixels, depth = camera.project(faces)
        clear = depth.min(axis=1) > NEAR
        for index in np.flatnonzero(seen & (np.arange(len(seen)) < first_of_side)):
            outline = pixels[index] if clear[index] else camera.outline(faces[index])
            if outline is not None:
                canvas.convex(outline, paints[mesh.materials[index]], CAR)
        wheels_left = abs(eye[1]) > self.looks.shape.width / 2
        outline = camera.outline(self._in_world(mesh.silhouette)) if wheels_left else None
        if outline is not None:
            canvas.polygon(outline, paints["side"], CAR)
        for index in np.flatnonzero(seen & (np.arange(len(seen)) >= first_of_side)):
            material = mesh.materials[index]
            if size < 45 and material in FINE:
                continue
            if wheels_left and material not in {"sill", "shoulder", "seam"}:
                self._wheels(canvas, camera, mesh, paints, beneath=False)
                wheels_left = False
            outline = pixels[index] if clear[index] else camera.outline(faces[index])
            if outline is not None:
                canvas.convex(outline, paints[material], CAR)
                if material in {"headlight", "tail light"}:
                    self._shine(canvas, outline, float(depth[index].mean()), camera, material)

    def _in_world(self, local: Points) -> Points:
        return in_world(local, self.x, self.z, self.heading)

    def _in_car(self, point: Points) -> Points:
        """A world point [3] in the car's axes."""
        x, z = point[0] - self.x, point[2] - self.z
        sine, cosine = sin(self.heading), cos(self.heading)
        return np.array([x * sine + z * cosine, x * cosine - z * sine, point[1]])

    def _lights(self) -> tuple[bool, bool]:
        """Whether headlights and tail lights are on."""
        on = self.driving and self.darkness > 0.05
        return on, on or (self.driving and self.braking)

    def _paints(self, ink: Ink) -> dict[str, Paint]:
        """The paint of every material of the mesh."""
        emission, colour = ink.emission, self.looks.colour
        body = emission.body(1 - sum(colour) / 765)
        # Flat faces look up at the cold sky.
        flat = body - 2.5 * (1 - emission.sun)
        metal = emission.metal
        engine = 1.0 if self.driving else 0.6 * self.looks.residual
        wheel = 6.5 if self.driving else 2.5 * self.looks.residual
        pane = emission.glass + (self.looks.cabin_heat if self.driving else 0.0)
        front, rear = self._lights()
        return {
            "bonnet": ink(colour, flat + 7 * engine, 1.08),
            "nose": ink(colour, body + 8 * engine, 0.88),
            "roof": ink(colour, flat, 1.1),
            "boot": ink(colour, flat, 1.05),
            "tail": ink(colour, body, 0.84),
            "tail panel": ink(colour, body + 1.5 * engine, 0.7),
            "side": ink(colour, body, 0.9),
            "shoulder": ink(colour, body - 0.5, 1.02),
            "sill": ink(colour, body + 2 * engine, 0.55),
            "seam": ink(colour, body + 0.5, 0.6),
            "pillar": ink(colour, body, 0.95),
            "mirror": ink(colour, body, 0.75),
            "bumper": ink((60, 62, 64), metal + 4 * engine),
            "glass": ink(_GLASS, pane),
            "sheen": ink(_SHEEN, pane - 1.0),
            "grille": ink(_DARK, metal + 13 * engine),
            "plate": ink((225, 225, 215), metal),
            "exhaust": ink(_DARK, emission.air + (40 if self.driving else 0)),
            "headlight": ink.shining((255, 250, 232), metal + 6) if front else ink((200, 204, 206), metal),
            "tail light": ink.shining((255, 40, 26), metal + 4) if rear else ink((120, 20, 20), metal),
            "tyre": ink((30, 30, 32), emission.asphalt * 0.4 + metal * 0.6 + wheel),
            "arch": ink(_DARK, metal + 0.4 * wheel, 0.7),
            "rim": ink((150, 152, 156), metal + 1.1 * wheel),
        }

    def _wheels(
        self, canvas: Canvas, camera: Camera, mesh: CarMesh, paints: dict[str, Paint], *, beneath: bool
    ) -> None:
        """All tyres as seen under the body; or the near side's discs over it."""
        discs = self._in_world(mesh.discs)
        pixels, depth = camera.project(discs)
        for index in range(4) if beneath else range(2, 4):
            if depth[index].min() <= NEAR:
                continue
            outer = pixels[index, 0]
            if beneath:
                canvas.convex(hull(pixels[index].reshape(-1, 2)), paints["tyre"], CAR)
                continue
            middle = outer.mean(axis=0)
            canvas.convex((outer - middle) * (1.14, 1.1) + middle, paints["arch"], CAR)
            canvas.convex(outer, paints["tyre"], CAR)
            canvas.convex((outer - middle) * 0.62 + middle, paints["rim"], CAR)
            canvas.convex((outer - middle) * 0.2 + middle, paints["tyre"], CAR)

    def _shine(self, canvas: Canvas, outline: Points, depth: float, camera: Camera, material: str) -> None:
        front, rear = self._lights()
        ahead = material == "headlight"
        if depth < 1.0 or not (front if ahead else rear):
            return
        bright = max(self.darkness, 0.3)
        strength = bright * (0.95 if ahead else 0.7)
        red, green, blue = (255, 246, 220) if ahead else (255, 40, 20)
        radius = min(120.0, 6 + (0.9 if ahead else 0.45) * bright * camera.focal / depth)
        canvas.glow(outline.mean(axis=0), radius, (red * strength, green * strength, blue * strength))

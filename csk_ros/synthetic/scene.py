"""A street seen by two cameras at once, with the exact label of every pixel."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from csk_ros.synthetic.background import paint_background
from csk_ros.synthetic.camera import WIDTH
from csk_ros.synthetic.canvas import Canvas
from csk_ros.synthetic.car import Car
from csk_ros.synthetic.furniture import LampPost, make_furniture
from csk_ros.synthetic.ground import Ground
from csk_ros.synthetic.ink import Ink
from csk_ros.synthetic.layout import WALK_IN_LANE, make_street
from csk_ros.synthetic.lighting import Beam, Lighting, darkness_at
from csk_ros.synthetic.moment import Moment
from csk_ros.synthetic.randomness import dice
from csk_ros.synthetic.sensor_noise import RgbSensor, ThermalSensor
from csk_ros.synthetic.sky import horizon_colour
from csk_ros.synthetic.thermal_emission import ThermalEmission
from csk_ros.synthetic.thing import back_to_front
from csk_ros.synthetic.traffic import Traffic
from csk_ros.synthetic.tree import make_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Camera
    from csk_ros.synthetic.thing import Thing


class SceneImages(NamedTuple):
    """Pictures of one moment on one pixel grid."""

    rgb: NDArray[np.uint8]
    """uint8[480, 640, 3]."""
    thermal: NDArray[np.uint8]
    """Contrast-stretched, uint8[480, 640]; warm is bright."""
    labels: NDArray[np.uint8]
    """Class ids of csk_ros.labels.STREET, uint8[480, 640]."""


class SyntheticScene:
    """One street; every seed makes another one, with other weather, traffic and viewpoint.

    A moment depends on nothing but the seed, its time and the daylight: moments can be rendered in any
    order, again and again, and come out the same to the byte.
    """

    def __init__(self, seed: int) -> None:
        self.street = make_street(seed)
        self._ground = Ground(self.street)
        self._traffic = Traffic(self.street)
        self._rgb = RgbSensor(self.street)
        self._thermal = ThermalSensor(self.street)

    def render(self, time: float, daylight: float) -> SceneImages:
        """The pictures of a moment.

        Args:
            time: seconds since the start, not negative.
            daylight: 0 night, about 0.3 dusk, 1 noon.

        Raises:
            ValueError: daylight outside 0..1, or negative time.
        """
        if not 0 <= daylight <= 1 or not time >= 0:
            raise ValueError(f"expected daylight in 0..1 and time >= 0, got {daylight} and {time}")
        canvas = self.paint(time, daylight, self.things(time, daylight))
        frame = round(time * 1e6)
        emission = ThermalEmission(self.street, daylight)
        return SceneImages(
            self._rgb.expose(np.ascontiguousarray(canvas.picture[..., :3]), daylight, frame),
            self._thermal.expose(np.ascontiguousarray(canvas.picture[..., 3]), emission, frame),
            canvas.labels,
        )

    def things(self, time: float, daylight: float) -> list[Thing]:
        """All that stands or moves in front of the houses at a moment."""
        camera = self.street.camera_at(time)
        darkness = darkness_at(daylight)
        things: list[Thing] = [
            *self._traffic.cars(time, camera.z, darkness),
            *self._traffic.bikes(time, camera.z, darkness),
            *self._traffic.people(time, camera.z),
            *self._fixtures(camera.z, darkness),
        ]
        return [thing for thing in things if _in_view(thing, camera)]

    def paint(self, time: float, daylight: float, things: list[Thing]) -> Canvas:
        """The scene as it is before the cameras blur it and add noise, with these things in it."""
        street, camera = self.street, self.street.camera_at(time)
        emission = ThermalEmission(street, daylight)
        lamps = np.array([(x, z) for _, x, z in self._lamps(camera.z)])
        lighting = Lighting(street, daylight, lamps, self._beams(things, camera))
        canvas = Canvas()
        moment = Moment(street, time, daylight, camera, lighting, emission)
        paint_background(canvas, moment, self._ground, things)
        haze_colour = horizon_colour(street, daylight)
        for thing in back_to_front(things, camera):
            x, z = thing.extent.middle
            away = float(np.hypot(x - camera.x, z - camera.z))
            haze = 1 - (1 - street.haze) ** (away / 100)
            gain = lighting.object_gain(x, z, 0.5 * thing.height)
            thing.paint(canvas, camera, Ink(emission, gain, haze, haze_colour))
        return canvas

    def _beams(self, things: list[Thing], camera: Camera) -> list[Beam]:
        beams = []
        if self.street.camera_place == WALK_IN_LANE:
            beams.append(Beam(camera.x, camera.z - 0.5, camera.yaw))
        for thing in things:
            if isinstance(thing, Car) and thing.driving:
                front = thing.in_world(np.array([thing.looks.shape.length / 2, 0.0, 0.0]))
                beams.append(Beam(float(front[0]), float(front[2]), thing.heading))
        return beams[:7]

    def _lamps(self, camera_z: float) -> Iterator[tuple[int, float, float]]:
        """Side, x of the head, and z of the street lamps around the camera."""
        street = self.street
        for k in range(
            floor((camera_z - 20) / street.lamp_spacing), floor((camera_z + 110) / street.lamp_spacing)
        ):
            side = 1 if k % 2 else -1
            yield side, side * (street.road_edge + 0.45 - 1.3), (k + 0.35) * street.lamp_spacing

    def _fixtures(self, camera_z: float, darkness: float) -> Iterator[Thing]:
        street = self.street
        for side, head, z in self._lamps(camera_z):
            post = head + side * 1.3
            if abs(post - street.camera_x) > 0.7:
                yield LampPost(post, z, -side * 1.3, street.lamp_colour, darkness)
        for k in range(floor((camera_z - 8) / 8), floor((camera_z + 85) / 8)):
            for side in (-1, 1):
                yield from self._pavement_slot(side, k)

    def _pavement_slot(self, side: int, k: int) -> Iterator[Thing]:
        """A tree or a piece of furniture, or nothing, in one stretch of pavement."""
        street = self.street
        # Away from the lamps' and the racks' places, near the kerb.
        x, z = side * (street.road_edge + 0.55), k * 8 + 5.2
        if abs(x - street.camera_x) < 0.9:
            return
        what = dice(street.seed, 10, side, k).random()
        if what < street.tree_share:
            yield make_tree(street.seed, side, k, (x, z), leaves=street.leaves)
        elif what < street.tree_share + 0.6 * (1 - street.tree_share):
            yield make_furniture(street.seed, side, k, x, z)


def _in_view(thing: Thing, camera: Camera) -> bool:
    """Whether a thing may be seen: near enough to matter, and not wholly to one side or behind."""
    x, z = thing.extent.middle
    local = camera.to_camera(np.array([x, 1.0, z]))
    depth, aside = float(local[2]), abs(float(local[0]))
    room = 2.6
    if depth < -room or depth > 26 * thing.height + 75:
        return False
    return aside - room < (depth + room) * (WIDTH / 2 / camera.focal) * 1.1

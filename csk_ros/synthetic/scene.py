"""A street seen by two cameras at once, with the exact label of every pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from csk_ros.synthetic.background import paint_background
from csk_ros.synthetic.camera import WIDTH
from csk_ros.synthetic.canvas import Canvas
from csk_ros.synthetic.car import Car
from csk_ros.synthetic.fixtures import lamp_heads, lamp_posts, trees_and_furniture
from csk_ros.synthetic.ground import Ground
from csk_ros.synthetic.ink import Ink
from csk_ros.synthetic.lighting import Beam, Lighting, darkness_at
from csk_ros.synthetic.moment import Moment
from csk_ros.synthetic.parking import parked_bikes, parked_cars
from csk_ros.synthetic.pedestrians import bystanders, crossers, walkers
from csk_ros.synthetic.sensor_noise import RgbSensor, ThermalSensor
from csk_ros.synthetic.sky import horizon_colour
from csk_ros.synthetic.street import WALK_IN_LANE, make_street
from csk_ros.synthetic.thermal_emission import ThermalEmission
from csk_ros.synthetic.thing import back_to_front
from csk_ros.synthetic.traffic import cyclists, driving_cars

if TYPE_CHECKING:
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
        street, z = self.street, camera.z
        things: list[Thing] = [
            *driving_cars(street, time, z, darkness),
            *cyclists(street, time, z, darkness),
            *parked_cars(street, z),
            *parked_bikes(street, z),
            *walkers(street, time, z),
            *crossers(street, time, z),
            *bystanders(street, time, z),
            *lamp_posts(street, z, darkness),
            *trees_and_furniture(street, z),
        ]
        return [thing for thing in things if _in_view(thing, camera)]

    def paint(self, time: float, daylight: float, things: list[Thing]) -> Canvas:
        """The scene as it is before the cameras blur it and add noise, with these things in it."""
        street, camera = self.street, self.street.camera_at(time)
        emission = ThermalEmission(street, daylight)
        lamps = np.array([(x, z) for _, x, z in lamp_heads(street, camera.z)])
        lighting = Lighting(street, daylight, lamps, self._beams(things, camera))
        canvas = Canvas()
        moment = Moment(street, time, daylight, camera, lighting, emission)
        paint_background(canvas, moment, self._ground, things)
        haze_colour = horizon_colour(street, daylight)
        ordered = back_to_front(things, camera)
        middles = np.array(
            [(x, 0.5 * thing.height, z) for thing in ordered for x, z in [thing.extent.middle]]
        )
        middles = middles.reshape(-1, 3)
        away = np.hypot(middles[:, 0] - camera.x, middles[:, 2] - camera.z)
        hazes = 1 - (1 - street.haze) ** (away / 100)
        gains = lighting.object_gains(middles)
        for thing, (red, green, blue), haze in zip(ordered, gains.tolist(), hazes.tolist(), strict=True):
            thing.paint(canvas, camera, Ink(emission, (red, green, blue), haze, haze_colour))
        return canvas

    def _beams(self, things: list[Thing], camera: Camera) -> list[Beam]:
        beams = []
        if self.street.camera_place == WALK_IN_LANE:
            beams.append(Beam(camera.x, camera.z - 0.5, camera.yaw))
        driving = (thing for thing in things if isinstance(thing, Car) and thing.driving)
        beams.extend(Beam(*car.nose, car.heading) for car in driving)
        return beams[:7]


def _in_view(thing: Thing, camera: Camera) -> bool:
    """Whether a thing may be seen: near enough to matter, and not wholly to one side or behind."""
    x, z = thing.extent.middle
    local = camera.to_camera(np.array([x, 1.0, z]))
    depth, aside = float(local[2]), abs(float(local[0]))
    room = 2.6
    if depth < -room or depth > 26 * thing.height + 75:
        return False
    return aside - room < (depth + room) * (WIDTH / 2 / camera.focal) * 1.1

"""What kind of street a seed makes: widths, weather, density, and where the camera stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin
from typing import TYPE_CHECKING

from csk_ros.synthetic.camera import Camera
from csk_ros.synthetic.randomness import Chance, dice, pick

if TYPE_CHECKING:
    from csk_ros.synthetic.canvas import Rgb

WALK_IN_LANE, STAND_ON_PAVEMENT, MIDDLE = "lane", "pavement", "middle"


@dataclass(frozen=True, eq=False)
class Street:
    """All that stays the same in one street.

    Lengths are in metres, angles in radians, the camera's focal length in pixels and its speed in metres a
    second.
    """

    seed: int
    lane: float
    """Width of each of the two lanes."""
    parking: float
    """Width of the parking strip on either side; 0 for none."""
    pavement: float
    floors: tuple[int, int]
    """Fewest and most storeys of the buildings."""
    wall_tint: Rgb
    tree_share: float
    leaves: bool
    lamp_spacing: float
    lamp_colour: Rgb
    asphalt: int
    """Grey level of the road, sRGB."""
    clear: float
    """0 overcast to 1 clear sky."""
    haze: float
    """Share of contrast lost per 100 m."""
    sun_azimuth: float
    air: float
    """Noon air temperature, degrees Celsius."""
    parked_share: float
    cars_per_lane: int
    walkers: int
    crossing: int
    standing: int
    cyclists: int
    rack_share: float
    camera_place: str
    camera_x: float
    camera_height: float
    camera_yaw: float
    camera_pitch: float
    camera_focal: float
    camera_speed: float
    sway: float

    @property
    def road_edge(self) -> float:
        """Distance of the kerb from the middle of the road."""
        return self.lane + self.parking

    @property
    def facade(self) -> float:
        """Distance of the house fronts from the middle of the road."""
        return self.road_edge + self.pavement

    def beside_camera(self, x: float) -> float:
        """The same x, or one beside the camera's path if it were in its way."""
        distance = x - self.camera_x
        if abs(distance) >= 0.85:
            return x
        shifted = self.camera_x + (0.85 if distance >= 0 else -0.85)
        return shifted if abs(shifted) < self.facade - 0.3 else 2 * self.camera_x - shifted

    def camera_at(self, time: float) -> Camera:
        """The camera of a slow robot: it creeps forward and sways with its own steps."""
        sway = self.sway
        return Camera(
            x=self.camera_x + 0.05 * sway * sin(2 * pi * 0.23 * time),
            y=self.camera_height + 0.012 * sway * sin(2 * pi * 1.1 * time + 1),
            z=self.camera_speed * time,
            yaw=self.camera_yaw + radians(1.6) * sway * sin(2 * pi * 0.11 * time + 2),
            pitch=self.camera_pitch + radians(0.35) * sway * cos(2 * pi * 0.9 * time),
            roll=radians(0.5) * sway * sin(2 * pi * 0.31 * time),
            focal=self.camera_focal,
        )


@lru_cache(maxsize=16)
def make_street(seed: int) -> Street:
    """Draw a street; every seed gives another one."""
    die = dice(seed, Chance.STREET)
    lane = die.uniform(2.8, 3.6)
    parking = 0.0 if die.random() < 0.15 else die.uniform(2.1, 2.5)
    pavement = die.uniform(2.4, 5.0)
    place = pick(die, (MIDDLE, MIDDLE, WALK_IN_LANE, STAND_ON_PAVEMENT, STAND_ON_PAVEMENT))
    side = pick(die, (-1, 1))
    if place == STAND_ON_PAVEMENT:
        x = side * (lane + parking + die.uniform(0.5, 0.75) * pavement)
        # Looking along the pavement, or across the road at the houses opposite.
        yaw = -side * radians(pick(die, (die.uniform(0, 14), die.uniform(25, 65))))
    else:
        x = die.uniform(-0.3, 0.3) if place == MIDDLE else lane / 2
        yaw = radians(die.uniform(-9, 9))
    low = int(die.integers(1, 5))
    tints: tuple[Rgb, ...] = (
        (214, 198, 176),
        (176, 104, 84),
        (196, 196, 192),
        (222, 208, 150),
        (150, 150, 158),
    )
    lamps: tuple[Rgb, ...] = ((1.0, 0.72, 0.38), (1.0, 0.86, 0.66), (0.86, 0.94, 1.0))
    return Street(
        seed=seed,
        lane=lane,
        parking=parking,
        pavement=pavement,
        floors=(low, low + int(die.integers(1, 4))),
        wall_tint=pick(die, tints),
        tree_share=pick(die, (0.1, 0.45, 0.8)),
        leaves=bool(die.random() < 0.75),
        lamp_spacing=die.uniform(16, 28),
        lamp_colour=pick(die, lamps),
        asphalt=int(die.integers(82, 128)),
        clear=float(die.random() ** 0.7),
        haze=pick(die, (0.04, 0.08, 0.15, 0.45)),
        sun_azimuth=die.uniform(0, 2 * pi),
        air=die.uniform(2, 27),
        parked_share=die.uniform(0.05, 0.7),
        cars_per_lane=int(die.integers(0, 4)),
        walkers=int(die.integers(8, 24)),
        crossing=int(die.integers(1, 6)),
        standing=int(die.integers(1, 7)),
        cyclists=int(die.integers(1, 8)),
        rack_share=die.uniform(0.15, 0.7),
        camera_place=place,
        camera_x=x,
        camera_height=die.uniform(1.0, 2.1),
        camera_yaw=yaw,
        camera_pitch=radians(die.uniform(-4.5, 2.0)),
        camera_focal=die.uniform(430, 640),
        camera_speed=pick(die, (0.0, 0.5, 0.9, 1.4)),
        sway=die.uniform(0.5, 1.0),
    )

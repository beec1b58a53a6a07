"""Who is where in the street at a moment: every position follows from the time alone."""

from __future__ import annotations

from math import floor, pi, sin
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.bike import Bike, frame_colour
from csk_ros.synthetic.car import Car, car_looks
from csk_ros.synthetic.layout import WALK_IN_LANE
from csk_ros.synthetic.person import Looks, Person, looks
from csk_ros.synthetic.pose import cycling, walking
from csk_ros.synthetic.randomness import dice, pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.synthetic.layout import Street

SLOT = 6.0
"""Length of a parking slot."""

GAP = 4
"""Every so many slots nothing is parked, and people cross the road."""


class Traffic:
    """The people, cars and bikes of one street."""

    def __init__(self, street: Street) -> None:
        self.street = street
        die = dice(street.seed, 20)
        self._gap_shift = int(die.integers(GAP))
        self._lane_speed = (die.uniform(3, 8), die.uniform(3, 8))

    def cars(self, time: float, camera_z: float, darkness: float) -> Iterator[Car]:
        """Parked and driving cars around the camera."""
        street = self.street
        if street.parking:
            for k in range(floor((camera_z - 8) / SLOT), floor((camera_z + 95) / SLOT)):
                for side in (-1, 1):
                    if not self._is_gap(k) and (car := self._parked(side, k)) is not None:
                        yield car
        for lane, side in enumerate((1, -1)):
            heading = 0.0 if side > 0 else pi
            x = side * street.lane / 2
            if side > 0 and street.camera_place == WALK_IN_LANE:
                yield from self._ahead(time, camera_z, darkness)
                continue
            for n in range(street.cars_per_lane):
                die = dice(street.seed, 21, lane, n)
                offset = (n + die.uniform(-0.25, 0.25)) * 150 / street.cars_per_lane + 150
                z, lap = _conveyor(offset, side * self._lane_speed[lane], time, camera_z, (-25, 125))
                key = (street.seed, 22, lane, n, lap)
                yield Car(x, z, heading, car_looks(*key), driving=True, darkness=darkness)

    def bikes(self, time: float, camera_z: float, darkness: float) -> Iterator[Bike]:
        """Cyclists, and bikes in racks and against walls."""
        street = self.street
        for n in range(street.cyclists):
            die = dice(street.seed, 23, n)
            side = pick(die, (-1, 1))
            speed = die.uniform(2.5, 5.0)
            z, lap = _conveyor(die.uniform(0, 95), side * speed, time, camera_z, (-10, 85))
            key = (street.seed, 24, n, lap)
            x, heading = self._beside_camera(side * (street.lane - 0.45)), 0.0 if side > 0 else pi
            look = looks(*key)
            rolled = speed * time / 0.34 + n
            rider = Person(x, z, heading, look, cycling(-rolled / 2.2, max(look.height, 1.5)))
            yield Bike(x, z, heading, frame_colour(*key), -rolled, rider, lights=darkness > 0)
        for k in range(floor((camera_z - 6) / 9), floor((camera_z + 55) / 9)):
            for side in (-1, 1):
                yield from self._rack(side, k)

    def people(self, time: float, camera_z: float) -> Iterator[Person]:
        """People who walk along the pavements, cross the road, or stand about."""
        street = self.street
        for n in range(street.walkers):
            die = dice(street.seed, 25, n)
            side, speed = pick(die, (-1, 1)), die.uniform(0.8, 1.7) * pick(die, (-1, 1))
            start = die.uniform(0, 76) if n % 3 else die.uniform(8, 30)
            z, lap = _conveyor(start, speed, time, camera_z, (-6, 70))
            x = self._beside_camera(
                side * (street.road_edge + die.uniform(0.5, max(0.6, street.pavement - 0.6)))
            )
            look = looks(street.seed, 26, n, lap)
            yield _walker((x, z), 0.0 if speed > 0 else pi, look, speed=abs(speed), time=time, die=die)
        for k in range(floor((camera_z - 4) / SLOT), floor((camera_z + 65) / SLOT)):
            if self._is_gap(k):
                yield from self._crossing(time, k)
            for side in (-1, 1):
                yield from self._standing(time, side, k)

    def _is_gap(self, k: int) -> bool:
        return (k + self._gap_shift) % GAP == 0

    def _beside_camera(self, x: float) -> float:
        """The same place, or one beside the camera's path if it were in its way."""
        distance = x - self.street.camera_x
        if abs(distance) >= 0.85:
            return x
        shifted = self.street.camera_x + (0.85 if distance >= 0 else -0.85)
        inside = abs(shifted) < self.street.facade - 0.3
        return shifted if inside else 2 * self.street.camera_x - shifted

    def _parked(self, side: int, k: int) -> Car | None:
        street = self.street
        die = dice(street.seed, 27, side, k)
        if die.random() > street.parked_share:
            return None
        heading = (0.0 if side > 0 else pi) + (pi if die.random() < 0.15 else 0.0) + die.normal(0, 0.02)
        x = side * (street.lane + street.parking / 2 + die.uniform(-0.08, 0.15))
        look = car_looks(street.seed, 28, side, k)
        return Car(x, (k + 0.5) * SLOT + die.uniform(-0.4, 0.4), heading, look, driving=False, darkness=0.0)

    def _ahead(self, time: float, camera_z: float, darkness: float) -> Iterator[Car]:
        """Cars in the camera's own lane keep ahead of it."""
        street = self.street
        for n in range(street.cars_per_lane):
            die = dice(street.seed, 29, n)
            swing, pace = die.uniform(0.5, 2.0), die.uniform(0.1, 0.3)
            away = 9 + 14 * n + die.uniform(0, 5) + swing * sin(pace * time + n)
            braking = bool(np.cos(pace * time + n) < -0.3)
            look = car_looks(street.seed, 30, n)
            x = street.lane / 2
            yield Car(x, camera_z + away, 0.0, look, driving=True, darkness=darkness, braking=braking)

    def _rack(self, side: int, k: int) -> Iterator[Bike]:
        street = self.street
        die = dice(street.seed, 31, side, k)
        if die.random() > street.rack_share:
            return
        against_wall = die.random() < 0.4
        offset = street.pavement - 0.35 if against_wall else 1.0
        x = side * (street.road_edge + offset)
        if abs(x - street.camera_x) < 1.2:
            return
        for n in range(int(die.integers(1, 3 if against_wall else 6))):
            z = (k + 0.3) * 9 + n * (1.9 if against_wall else 0.65)
            heading = (0.0 if against_wall else pi / 2) + die.normal(0, 0.1) + pi * die.integers(2)
            yield Bike(x, z, float(heading), frame_colour(street.seed, 32, side, k, n), die.uniform(0, 6))

    def _crossing(self, time: float, k: int) -> Iterator[Person]:
        street = self.street
        die = dice(street.seed, 33, k)
        reach = street.road_edge + 0.8
        for n in range(int(die.poisson(street.crossing / 2.2))):
            speed = die.uniform(0.9, 1.6)
            way = (die.uniform(0, 4 * reach) + speed * time) % (4 * reach)
            rightwards = way < 2 * reach
            x = way - reach if rightwards else 3 * reach - way
            z = (k + 0.5) * SLOT + die.uniform(-2.0, 2.0)
            look = looks(street.seed, 34, k, n)
            yield _walker((x, z), pi / 2 if rightwards else -pi / 2, look, speed=speed, time=time, die=die)

    def _standing(self, time: float, side: int, k: int) -> Iterator[Person]:
        street = self.street
        die = dice(street.seed, 35, side, k)
        if die.random() > street.standing / 14:
            return
        x = side * (street.road_edge + die.uniform(0.4, max(0.5, street.pavement - 0.7)))
        if abs(x - street.camera_x) < 1.4:
            return
        turn = die.uniform(0, 2 * pi)
        for n in range(int(die.integers(1, 4))):
            heading = turn + n * 2.1
            place = (x - 0.45 * sin(heading), (k + 0.5) * SLOT - 0.45 * float(np.cos(heading)))
            look = looks(street.seed, 36, side, k, n)
            sway = 0.03 * sin(0.9 * time + n)
            bend = (die.uniform(0.1, 2.0), die.uniform(0.1, 1.2))
            yield Person(*place, heading + sway, look, walking(0.6 + n, 0.04 + abs(sway), bend) * look.height)


def _conveyor(
    offset: float, speed: float, time: float, camera_z: float, window: tuple[float, float]
) -> tuple[float, int]:
    """Where something is that moves along the street, and how often it has left the window before.

    Whoever leaves the window around the camera at one end enters it at the other end as someone else.
    """
    low, high = window
    way = offset + speed * time - camera_z
    lap = floor(way / (high - low))
    return camera_z + low + way - lap * (high - low), lap


def _walker(
    place: tuple[float, float],
    heading: float,
    look: Looks,
    *,
    speed: float,
    time: float,
    die: np.random.Generator,
) -> Person:
    """Someone who walks: faster walkers take longer steps."""
    swing = 0.30 + 0.14 * speed
    stride = 4 * 0.49 * look.height * sin(swing)
    phase = 2 * pi * (speed * time / stride + die.random())
    bend = (die.uniform(0.15, 0.7), die.uniform(0.15, 0.7))
    if die.random() < 0.15:
        bend = (1.9, bend[1])
    return Person(*place, heading, look, walking(phase, swing, bend) * look.height)

"""Driving cars and cyclists: every position follows from the time alone."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from typing import TYPE_CHECKING, NamedTuple

from csk_ros.synthetic.bike import WHEEL_RADIUS, Bike, frame_colour
from csk_ros.synthetic.car import Car
from csk_ros.synthetic.car_looks import car_looks
from csk_ros.synthetic.conveyor import conveyor
from csk_ros.synthetic.person import Person
from csk_ros.synthetic.person_looks import person_looks
from csk_ros.synthetic.pose import cycling
from csk_ros.synthetic.randomness import Chance, dice, pick
from csk_ros.synthetic.street import WALK_IN_LANE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.synthetic.street import Street

_CAR_WINDOW = (-25.0, 125.0)
_CYCLIST_WINDOW = (-10.0, 75.0)


class _Route(NamedTuple):
    side: int
    start: float
    speed: float


def driving_cars(street: Street, time: float, camera_z: float, darkness: float) -> Iterator[Car]:
    """Cars that drive on the right of either lane; in the camera's own lane they keep ahead of it."""
    for side in (1, -1):
        if side > 0 and street.camera_place == WALK_IN_LANE:
            yield from _ahead(street, time, camera_z, darkness)
            continue
        for n in range(street.cars_per_lane):
            route = _drive(street, side, n)
            z, lap = conveyor(route.start, side * route.speed, time, camera_z, _CAR_WINDOW)
            look = car_looks(street.seed, Chance.DRIVEN_CAR_LOOKS, side, n, lap)
            heading = 0.0 if side > 0 else pi
            yield Car(side * street.lane / 2, z, heading, look, driving=True, darkness=darkness)


def cyclists(street: Street, time: float, camera_z: float, darkness: float) -> Iterator[Bike]:
    """Cyclists near the edges of the lanes."""
    for n in range(street.cyclists):
        route = _ride(street, n)
        z, lap = conveyor(route.start, route.side * route.speed, time, camera_z, _CYCLIST_WINDOW)
        key = (street.seed, Chance.CYCLIST_LOOKS, n, lap)
        x = street.beside_camera(route.side * (street.lane - 0.45))
        heading, rolled = (0.0 if route.side > 0 else pi), -(route.speed * time / WHEEL_RADIUS + n)
        look = person_looks(*key)
        rider = Person(x, z, heading, look, cycling(rolled / 2.2, max(look.height, 1.5)))
        yield Bike(x, z, heading, frame_colour(*key), rolled, rider, lights=darkness > 0)


def _ahead(street: Street, time: float, camera_z: float, darkness: float) -> Iterator[Car]:
    for n in range(street.cars_per_lane):
        start, swing, pace = _follow(street, n)
        phase = pace * time + n
        away = 9 + 14 * n + start + swing * sin(phase)
        look = car_looks(street.seed, Chance.CAR_AHEAD_LOOKS, n)
        braking = cos(phase) < -0.3
        yield Car(
            street.lane / 2, camera_z + away, 0.0, look, driving=True, darkness=darkness, braking=braking
        )


@lru_cache(maxsize=256)
def _drive(street: Street, side: int, n: int) -> _Route:
    speed = dice(street.seed, Chance.LANE_SPEED, side).uniform(3, 8)
    share = (n + dice(street.seed, Chance.DRIVEN_CAR, side, n).uniform(0.25, 0.75)) / street.cars_per_lane
    return _Route(side, share * (_CAR_WINDOW[1] - _CAR_WINDOW[0]), speed)


@lru_cache(maxsize=256)
def _ride(street: Street, n: int) -> _Route:
    die = dice(street.seed, Chance.CYCLIST, n)
    return _Route(pick(die, (-1, 1)), die.uniform(0, 85), die.uniform(2.5, 5.0))


@lru_cache(maxsize=256)
def _follow(street: Street, n: int) -> tuple[float, float, float]:
    die = dice(street.seed, Chance.CAR_AHEAD, n)
    return die.uniform(0, 5), die.uniform(0.5, 2.0), die.uniform(0.1, 0.3)

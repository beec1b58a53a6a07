"""Parked cars and bikes, slot by slot along the street."""

from __future__ import annotations

from functools import lru_cache
from math import floor, pi
from typing import TYPE_CHECKING

from csk_ros.synthetic.bike import Bike, frame_colour
from csk_ros.synthetic.car import Car
from csk_ros.synthetic.car_looks import car_looks
from csk_ros.synthetic.randomness import Chance, dice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.synthetic.street import Street

SLOT = 6.0
"""Length of a parking slot in metres."""

_GAP = 4
_RACK = 9.0


def is_gap(street: Street, k: int) -> bool:
    """Whether nothing is parked in slot k, so that people cross the road there."""
    return (k + street.seed) % _GAP == 0


def parked_cars(street: Street, camera_z: float) -> Iterator[Car]:
    """Cars in the parking strips on both sides around the camera."""
    if not street.parking:
        return
    for k in range(floor((camera_z - 8) / SLOT), floor((camera_z + 95) / SLOT)):
        for side in (-1, 1):
            if not is_gap(street, k) and (car := _parked(street, side, k)) is not None:
                yield car


def parked_bikes(street: Street, camera_z: float) -> Iterator[Bike]:
    """Bikes in racks across the pavement, and against the walls."""
    for k in range(floor((camera_z - 6) / _RACK), floor((camera_z + 55) / _RACK)):
        for side in (-1, 1):
            yield from _rack(street, side, k)


@lru_cache(maxsize=512)
def _parked(street: Street, side: int, k: int) -> Car | None:
    die = dice(street.seed, Chance.PARKED_CAR, side, k)
    if die.random() > street.parked_share:
        return None
    heading = (0.0 if side > 0 else pi) + (pi if die.random() < 0.15 else 0.0) + die.normal(0, 0.02)
    x = side * (street.lane + street.parking / 2 + die.uniform(-0.08, 0.15))
    z = (k + 0.5) * SLOT + die.uniform(-0.4, 0.4)
    return Car(
        x, z, heading, car_looks(street.seed, Chance.PARKED_CAR_LOOKS, side, k), driving=False, darkness=0.0
    )


@lru_cache(maxsize=512)
def _rack(street: Street, side: int, k: int) -> tuple[Bike, ...]:
    die = dice(street.seed, Chance.RACK, side, k)
    if die.random() > street.rack_share:
        return ()
    against_wall = die.random() < 0.4
    x = side * (street.road_edge + (street.pavement - 0.35 if against_wall else 1.0))
    if abs(x - street.camera_x) < 1.2:
        return ()
    count = int(die.integers(1, 3 if against_wall else 6))
    along, step = (0.0, 1.9) if against_wall else (pi / 2, 0.65)
    return tuple(
        Bike(
            x,
            (k + 0.3) * _RACK + n * step,
            along + die.normal(0, 0.1) + pi * int(die.integers(2)),
            frame_colour(street.seed, Chance.RACK_BIKE_LOOKS, side, k, n),
            die.uniform(0, 6),
        )
        for n in range(count)
    )

"""Chance that depends on what it is for, never on what was drawn before."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Chance(IntEnum):
    """What chance decides; another number means other pictures of every seed."""

    STREET = 0
    NIGHT_AIR = 1
    CLOUDS = 2
    ROAD = 3
    MANHOLE = 4
    GRAIN = 5
    HOUSE = 6
    HOUSE_EDGE = 7
    TREE = 8
    FURNITURE = 9
    FIXTURE = 10
    BLOTCHES = 11
    LANE_SPEED = 20
    DRIVEN_CAR = 21
    DRIVEN_CAR_LOOKS = 22
    CYCLIST = 23
    CYCLIST_LOOKS = 24
    WALKER = 25
    WALKER_LOOKS = 26
    PARKED_CAR = 27
    PARKED_CAR_LOOKS = 28
    CAR_AHEAD = 29
    CAR_AHEAD_LOOKS = 30
    RACK = 31
    RACK_BIKE_LOOKS = 32
    CROSSERS = 33
    CROSSER_LOOKS = 34
    GROUP = 35
    BYSTANDER_LOOKS = 36
    WALKER_ELBOWS = 37
    CROSSER_ELBOWS = 38
    RGB_SENSOR = 40
    RGB_NOISE = 41
    THERMAL_SENSOR = 42
    THERMAL_NOISE = 43


def dice(*key: int) -> np.random.Generator:
    """A generator for one thing, named by numbers of any sign: the seed, what for, the place ..."""
    return np.random.default_rng([number & 0xFFFFFFFF for number in key])


def pick(generator: np.random.Generator, choices: Sequence[T]) -> T:
    """One of the choices."""
    return choices[int(generator.integers(len(choices)))]

"""Chance and motion that depend on what they are for, never on what was drawn before."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def dice(*key: int) -> np.random.Generator:
    """A generator for one thing, named by numbers of any sign: the seed, the kind, the place ..."""
    return np.random.default_rng([number & 0xFFFFFFFF for number in key])


def pick(generator: np.random.Generator, choices: Sequence[T]) -> T:
    """One of the choices."""
    return choices[int(generator.integers(len(choices)))]


def conveyor(
    start: float, speed: float, time: float, camera_z: float, window: tuple[float, float]
) -> tuple[float, int]:
    """Where something is that moves along the street, and how often it has left the window before.

    Who leaves the window around the camera at one end enters it at the other end, as someone else. All of
    it follows from the time, so nothing has to be remembered from one picture to the next.
    """
    low, high = window
    way = start + speed * time - camera_z
    lap = floor(way / (high - low))
    return camera_z + low + way - lap * (high - low), lap

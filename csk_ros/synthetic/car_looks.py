"""What cars look like, and how warm they still are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic.car_shape import SHAPES, CarShape
from csk_ros.synthetic.randomness import dice, pick

if TYPE_CHECKING:
    from csk_ros.synthetic.canvas import Rgb

_COLOURS: tuple[Rgb, ...] = (
    (228, 228, 226),
    (176, 180, 184),
    (120, 124, 128),
    (40, 42, 46),
    (150, 34, 36),
    (38, 64, 120),
    (54, 84, 62),
    (206, 196, 170),
    (222, 176, 40),
    (96, 60, 44),
)


@dataclass(frozen=True)
class CarLooks:
    """What one car is like."""

    shape: CarShape
    colour: Rgb
    residual: float
    """How warm a parked car's engine still is, 0..1."""
    cabin_heat: float


@lru_cache(maxsize=512)
def car_looks(*key: int) -> CarLooks:
    """The looks that belong to a key."""
    die = dice(*key)
    colour = np.clip(np.array(pick(die, _COLOURS)) * die.uniform(0.85, 1.1), 0, 255)
    return CarLooks(
        shape=pick(die, SHAPES),
        colour=(float(colour[0]), float(colour[1]), float(colour[2])),
        residual=float(max(0.0, die.uniform(-1.2, 1.0))),
        cabin_heat=die.uniform(0, 4),
    )

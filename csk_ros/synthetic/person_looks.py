"""What people look like and wear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from csk_ros.synthetic.randomness import dice, pick

if TYPE_CHECKING:
    from csk_ros.synthetic.canvas import Rgb

_SKINS: tuple[Rgb, ...] = ((236, 196, 170), (214, 168, 136), (172, 120, 88), (112, 76, 56))
_HAIRS: tuple[Rgb, ...] = ((28, 24, 22), (66, 44, 30), (120, 86, 50), (190, 184, 176), (150, 60, 30))
_TROUSERS: tuple[Rgb, ...] = (
    (34, 40, 62),
    (28, 28, 30),
    (92, 84, 72),
    (62, 84, 122),
    (140, 128, 106),
    (70, 70, 74),
)
_JACKETS: tuple[Rgb, ...] = (
    (38, 40, 46),
    (150, 40, 40),
    (44, 82, 140),
    (208, 204, 196),
    (62, 92, 62),
    (206, 164, 60),
    (112, 96, 82),
    (96, 60, 110),
    (224, 116, 44),
    (90, 140, 160),
)


@dataclass(frozen=True)
class PersonLooks:
    """What one person looks like and wears."""

    height: float
    build: float
    skin: Rgb
    hair: Rgb
    jacket: Rgb
    trousers: Rgb
    shoes: Rgb
    insulation: float
    """How well the jacket hides warmth, 0..1."""
    bare_legs: bool
    long_coat: bool
    backpack: bool
    hat: bool
    bag: Rgb


@lru_cache(maxsize=512)
def person_looks(*key: int) -> PersonLooks:
    """The looks that belong to a key."""
    die = dice(*key)
    child = die.random() < 0.1
    return PersonLooks(
        height=die.uniform(1.1, 1.4) if child else die.uniform(1.55, 1.92),
        build=die.uniform(0.85, 1.2),
        skin=pick(die, _SKINS),
        hair=pick(die, _HAIRS),
        jacket=pick(die, _JACKETS),
        trousers=pick(die, _TROUSERS),
        shoes=pick(die, ((30.0, 28.0, 28.0), (210.0, 210.0, 206.0), (110.0, 70.0, 44.0))),
        insulation=die.random(),
        bare_legs=bool(die.random() < 0.2),
        long_coat=bool(die.random() < 0.25),
        backpack=bool(die.random() < 0.3),
        hat=bool(die.random() < 0.2),
        bag=pick(die, _JACKETS),
    )

"""Chance that depends on what it is for, never on what was drawn before."""

from __future__ import annotations

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

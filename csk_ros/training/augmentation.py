"""Photometry that robots meet: darkness, cover, noise; each camera is disturbed on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLIND_FACTOR = 0.08
"""A picture darkened below this part of its light shows too little to learn from by itself."""


@dataclass(frozen=True)
class Augmentation:
    """How often and how much pictures are disturbed; probabilities are 0..1."""

    darken: float = 0.3
    """Probability of an rgb picture taken in too little light."""
    darken_factor: tuple[float, float] = (0.04, 0.6)
    """Part of the light that is left."""
    blackout: float = 0.1
    """Probability of an rgb picture that shows nothing: black, or one colour as behind a cover."""
    thermal_blank: float = 0.06
    """Probability of a thermal picture that shows nothing, as a closed shutter does."""

    def rgb(self, picture: NDArray[np.uint8], rng: np.random.Generator) -> tuple[NDArray[np.uint8], bool]:
        """Disturb a colour picture [H, W, 3]; False if nothing can be learnt from it by itself."""
        chance = rng.random()
        if chance < self.blackout:
            return _with_noise(_flat(picture.shape, rng), rng.uniform(0, 3), rng), False
        light = _tint(picture.astype(np.float32), rng)
        if chance >= self.blackout + self.darken:
            return _with_noise(light, rng.uniform(0, 4), rng), True
        factor = float(np.exp(rng.uniform(*np.log(self.darken_factor))))
        return _with_noise(light * np.float32(factor), rng.uniform(0, 4), rng), factor >= _BLIND_FACTOR

    def thermal(
        self, stretched: NDArray[np.float32], rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], bool]:
        """Disturb a stretched thermal picture f32[H, W] of 0..1; False if nothing can be learnt from it."""
        if rng.random() < self.thermal_blank:
            return _blank(stretched, rng), False
        x = stretched ** np.float32(np.exp(rng.uniform(-0.4, 0.4)))
        x = x * np.float32(rng.uniform(0.7, 1.3)) + np.float32(rng.uniform(-0.05, 0.1))
        if rng.random() < 0.2:
            x = cv2.GaussianBlur(x, (0, 0), rng.uniform(0.5, 1.2))
        # Microbolometers are read column by column: a part of their noise is the same along a column.
        x = x + rng.normal(0, rng.uniform(0, 0.02), (1, x.shape[1])).astype(np.float32)
        x = x + rng.normal(0, rng.uniform(0, 0.03), x.shape).astype(np.float32)
        return np.clip(x, 0, 1, out=x), True


def _blank(like: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """A closed shutter: nothing, or its noise stretched as if it were a scene."""
    if rng.random() < 0.5:
        return np.zeros_like(like)
    return np.clip(rng.normal(0.5, 0.2, like.shape), 0, 1).astype(np.float32)


def _flat(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    colour = rng.uniform(0, 4, 3) if rng.random() < 0.6 else rng.uniform(0, 255, 3)
    return np.broadcast_to(colour.astype(np.float32), shape)


def _tint(light: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Vary exposure, contrast, saturation and white balance."""
    light = light * rng.uniform(0.85, 1.15, 3).astype(np.float32) * np.float32(rng.uniform(0.7, 1.4))
    grey = light.mean(axis=2, keepdims=True)
    light = grey + (light - grey) * np.float32(rng.uniform(0.4, 1.4))
    middle = np.float32(light.mean())
    tinted: NDArray[np.float32] = middle + (light - middle) * np.float32(rng.uniform(0.75, 1.25))
    return tinted


def _with_noise(light: NDArray[np.float32], sigma: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Add sensor noise and read out as 8 bit."""
    noise = rng.normal(0, sigma, light.shape).astype(np.float32)
    read_out: NDArray[np.uint8] = np.clip(light + noise, 0, 255).round().astype(np.uint8)
    return read_out

"""Photometry that robots meet: darkness, cover, noise; each camera is disturbed on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import cv2
import numpy as np
from pydantic import Field
from pydantic.dataclasses import dataclass

from csk_ros.config_file import STRICT

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLIND_FACTOR = 0.08
"""A picture darkened below this part of its light shows too little to learn from by itself."""

_Probability = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, config=STRICT)
class Augmentation:
    """How often and how much pictures are disturbed; probabilities are 0..1."""

    darken: _Probability = 0.3
    """Of an rgb picture taken in too little light."""
    darken_factor: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]] = (0.04, 0.6)
    """Part of the light that is left, least and most."""
    blackout: _Probability = 0.1
    """Of an rgb picture that shows nothing: black, or one colour as behind a cover."""
    glare: _Probability = 0.05
    """Of a light that blinds a part of an rgb picture which is neither dark nor blacked out."""
    blur: _Probability = 0.1
    """Of an rgb picture out of focus, if it is not blacked out."""
    thermal_blank: _Probability = 0.06
    """Of a thermal picture that shows nothing, as a closed shutter does."""
    thermal_blur: _Probability = 0.2
    """Of a thermal picture out of focus."""
    thermal_inverted: _Probability = 0.0
    """Of a thermal picture in which the warm is dark (black-hot)."""

    def __post_init__(self) -> None:
        if self.darken + self.blackout > 1:
            raise ValueError(
                f"darken and blackout are 1 together at most, not {self.darken} and {self.blackout}"
            )
        if self.darken_factor[0] > self.darken_factor[1]:
            raise ValueError(f"darken_factor is the least and the most, not {list(self.darken_factor)}")

    def rgb(self, picture: NDArray[np.uint8], rng: np.random.Generator) -> tuple[NDArray[np.uint8], bool]:
        """Disturb a colour picture [H, W, 3]; False if nothing can be learnt from it by itself."""
        chance = rng.random()
        if chance < self.blackout:
            return _with_noise(_flat(picture.shape, rng), rng.uniform(0, 3), rng), False
        light = _tint(picture.astype(np.float32), rng)
        if rng.random() < self.blur:
            light = _blurred(light, rng.uniform(0.6, 2.5))
        factor = 1.0
        if chance < self.blackout + self.darken:
            factor = float(np.exp(rng.uniform(*np.log(self.darken_factor))))
        elif rng.random() < self.glare:
            light = light + _glare(light.shape, rng)
        return _with_noise(light * np.float32(factor), rng.uniform(0, 4), rng), factor >= _BLIND_FACTOR

    def thermal(
        self, stretched: NDArray[np.float32], rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], bool]:
        """Disturb a stretched thermal picture f32[H, W] of 0..1; False if nothing can be learnt from it."""
        if rng.random() < self.thermal_blank:
            return _blank(stretched, rng), False
        x = stretched ** np.float32(np.exp(rng.uniform(-0.4, 0.4)))
        x = x * np.float32(rng.uniform(0.7, 1.3)) + np.float32(rng.uniform(-0.05, 0.1))
        if rng.random() < self.thermal_blur:
            x = _blurred(x, rng.uniform(0.5, 1.2))
        if rng.random() < self.thermal_inverted:
            x = 1 - x
        # Microbolometers are read column by column: a part of their noise is the same along a column.
        x = x + rng.normal(0, rng.uniform(0, 0.02), (1, x.shape[1])).astype(np.float32)
        x = x + rng.normal(0, rng.uniform(0, 0.03), x.shape).astype(np.float32)
        return np.clip(x, 0, 1, out=x), True


def _blurred(picture: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def _glare(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """A lamp or the sun: light that falls off with the square of the distance, [H, W, 1] in grey levels."""
    height, width = shape[:2]
    radius = np.float32(rng.uniform(0.1, 0.5) * height)
    rows = np.arange(height, dtype=np.float32)[:, None] - np.float32(rng.uniform(0, height))
    columns = np.arange(width, dtype=np.float32)[None] - np.float32(rng.uniform(0, width))
    light = np.float32(255) / (1 + (rows**2 + columns**2) / radius**2)
    scaled: NDArray[np.float32] = light * np.float32(rng.uniform(0.7, 2.0))
    return scaled[..., None]


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

"""What the two cameras add: blur, vignette, tone and noise that is another one in every frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.synthetic.camera import HEIGHT, WIDTH
from csk_ros.synthetic.randomness import Chance, dice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.street import Street
    from csk_ros.synthetic.thermal_emission import ThermalEmission

_DEVIATION = 32

_MARGIN = 96
"""Noise is cut from a sheet this much larger than the picture, each time at another place."""


class RgbSensor:
    """The colour camera of one street."""

    def __init__(self, street: Street) -> None:
        die = dice(street.seed, Chance.RGB_SENSOR)
        self._seed = street.seed
        self._sheet = _sheet(die, 3)
        y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
        vignette = 1 - die.uniform(0.08, 0.3) * (0.64 * x**2 + 0.36 * y**2)
        self._vignette = np.repeat(vignette[..., None], 3, axis=2).astype(np.float32)
        self._noise = (die.uniform(0.8, 2.0), die.uniform(2.5, 6.0))
        self._blur = die.uniform(0.45, 0.8)
        gamma, white = die.uniform(0.88, 1.15), die.uniform(0.95, 1.05, 3)
        levels = np.linspace(0, 1, 256)[:, None]
        self._tone = np.clip(255 * levels**gamma * white, 0, 255).astype(np.uint8)[None]

    def expose(self, scene: NDArray[np.uint8], daylight: float, frame: int) -> NDArray[np.uint8]:
        """The picture uint8[H, W, 3] of a scene of that shape; `frame` chooses the noise."""
        toned = cv2.LUT(cv2.GaussianBlur(scene, (3, 3), self._blur), self._tone)
        picture = cv2.multiply(toned, self._vignette, dtype=cv2.CV_32F)
        noise = _cut(self._sheet, dice(self._seed, Chance.RGB_NOISE, frame))
        # A dark picture is taken with more gain, which raises its noise too.
        strength = self._noise[0] + self._noise[1] * (1 - daylight) ** 2
        return np.asarray(
            cv2.addWeighted(picture, 1.0, noise, strength / _DEVIATION, 0.0, dtype=cv2.CV_8U), np.uint8
        )


class ThermalSensor:
    """The thermal camera of one street: its noise, its columns, and its contrast stretch."""

    def __init__(self, street: Street) -> None:
        die = dice(street.seed, Chance.THERMAL_SENSOR)
        self._seed = street.seed
        self._sheet = _sheet(die, 1)
        columns = die.normal(0, die.uniform(0.1, 0.6), WIDTH)
        y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
        shading = die.uniform(-1.5, 1.5) * (x**2 + y**2 - 0.7) + die.uniform(-0.6, 0.6) * x
        self._fixed = (columns[None, :] + shading).astype(np.float32)
        self._noise = die.uniform(0.35, 1.3)
        self._blur = die.uniform(0.6, 1.1)
        self._floor = die.uniform(2.0, 9.0)
        self._span = die.uniform(20.0, 36.0)
        self._gamma = die.uniform(0.8, 1.25)

    def expose(self, codes: NDArray[np.uint8], emission: ThermalEmission, frame: int) -> NDArray[np.uint8]:
        """The stretched picture uint8[H, W] of temperature codes uint8[H, W]."""
        noise = _cut(self._sheet, dice(self._seed, Chance.THERMAL_NOISE, frame))
        warmth = cv2.add(cv2.GaussianBlur(codes, (3, 3), self._blur), self._fixed, dtype=cv2.CV_32F)
        warmth = cv2.addWeighted(warmth, 1.0, noise, self._noise / _DEVIATION, 0.0, dtype=cv2.CV_32F)
        low = emission.code(emission.air + 1.5 * emission.sun - self._floor)
        span = emission.code(emission.air + self._span) - emission.code(emission.air)
        stretched = np.clip((warmth - low) / max(span, 1.0), 0, 1)
        return np.asarray(cv2.pow(stretched, self._gamma) * 255, np.uint8)


def _sheet(die: np.random.Generator, channels: int) -> NDArray[np.int8]:
    """Gaussian noise of standard deviation _DEVIATION, int8[H + margin, W + margin(, channels)]."""
    shape = (HEIGHT + _MARGIN, WIDTH + _MARGIN, channels)
    noise = die.standard_normal(shape, np.float32) * _DEVIATION
    return np.squeeze(np.clip(noise, -127, 127).astype(np.int8))


def _cut(sheet: NDArray[np.int8], die: np.random.Generator) -> NDArray[np.int8]:
    """A part of the sheet of the picture's size, at a random place, turned over at random."""
    top, left = die.integers(0, _MARGIN, 2)
    part = sheet[top : top + HEIGHT, left : left + WIDTH]
    turn = int(die.integers(4))
    return part if turn == 3 else np.asarray(cv2.flip(part, turn - 1), np.int8)

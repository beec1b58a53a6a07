"""What darkness, a covered lens, the sun, fog and a lens out of focus do to a colour picture."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def darken(picture: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Every value times `factor` (0..1), rounded to the nearest."""
    table = np.rint(np.arange(256) * factor).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table), np.uint8)


def cover(picture: NDArray[np.uint8], level: int, seed: int) -> NDArray[np.uint8]:
    """A flat grey of `level` (0..255) give or take 1: the noise of a sensor that sees nothing.

    Without the noise a covered camera would look like one that repeats its picture.
    """
    noise = np.random.default_rng(seed).integers(-1, 2, picture.shape[:2], np.int16)
    grey = np.clip(level + noise, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def cover_part(picture: NDArray[np.uint8], share: float, level: int, seed: int) -> NDArray[np.uint8]:
    """`cover` over the left `share` (0..1) of the columns, so that street and sky are hit alike."""
    columns = round(share * picture.shape[1])
    return np.concatenate([cover(picture[:, :columns], level, seed), picture[:, columns:]], axis=1)


def blur(picture: NDArray[np.uint8], sigma: float) -> NDArray[np.uint8]:
    """A lens out of focus: Gaussian of standard deviation `sigma` in pixels, more than 0."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def fog(picture: NDArray[np.uint8], density: float, level: int) -> NDArray[np.uint8]:
    """Every value drawn towards a grey of `level` (0..255): nothing is seen through a `density` of 1.

    Koschmieder's law with all of the scene at one distance, rounded to the nearest.
    """
    table = np.rint(np.arange(256) * (1 - density) + level * density).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table), np.uint8)


def glare(picture: NDArray[np.uint8], strength: float) -> NDArray[np.uint8]:
    """Light added from the middle outwards: `strength` 1 blinds all but the corners, 0.3 is a veil."""
    light = _light(picture.shape[0], picture.shape[1], strength)
    return np.asarray(cv2.add(picture, light), np.uint8)


@functools.lru_cache(maxsize=4)
def _light(height: int, width: int, strength: float) -> NDArray[np.uint8]:
    """Grey levels to add, uint8[h, w, 3]: strength * 408 * exp(-2 r^2 / diagonal^2), at most 255.

    408 = 1.6 * 255: full strength saturates up to 0.97 of the half diagonal whatever the picture shows.
    """
    y = np.arange(height)[:, None] - (height - 1) / 2
    x = np.arange(width)[None, :] - (width - 1) / 2
    falloff = np.exp(-2 * (x**2 + y**2) / (height**2 + width**2))
    light = np.minimum(np.rint(strength * 408 * falloff), 255).astype(np.uint8)
    return np.repeat(light[..., None], 3, axis=2)

"""The sky: gradient, clouds and glow by the hour, cold in the thermal picture."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.synthetic.camera import HEIGHT, WIDTH
from csk_ros.synthetic.randomness import Chance, dice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.canvas import Rgb
    from csk_ros.synthetic.moment import Moment
    from csk_ros.synthetic.street import Street

_HOURS = (0.0, 0.15, 0.3, 0.5, 1.0)
_ZENITH = ((5, 7, 14), (16, 22, 48), (70, 84, 130), (90, 130, 190), (84, 140, 222))
_HORIZON = ((22, 20, 24), (64, 48, 60), (232, 160, 118), (214, 206, 200), (206, 224, 242))
_OVERCAST = ((12, 12, 14), (34, 36, 44), (128, 128, 136), (188, 192, 198), (222, 226, 230))

_CLOUDS = (480, 1024)


def horizon_colour(street: Street, daylight: float) -> Rgb:
    """What haze and the lowest part of the sky look like."""
    colour = _sky_colours(street, daylight)[1]
    return float(colour[0]), float(colour[1]), float(colour[2])


def sky_picture(moment: Moment, rows: int) -> NDArray[np.float32]:
    """The topmost `rows` of the picture as float32[rows, W, 4]: colour and temperature code."""
    street, camera, emission = moment.street, moment.camera, moment.emission
    zenith, horizon = _sky_colours(street, moment.daylight)
    # Nothing in the sky is sharp: every second pixel will do.
    coarse, columns = (rows + 1) // 2, WIDTH // 2
    elevation = camera.pitch - np.arctan((2 * np.arange(coarse) - HEIGHT / 2) / camera.focal)
    height = np.clip(elevation / 0.6, 0, 1).astype(np.float32)[:, None] ** 0.6
    colour = horizon + (zenith - horizon) * height
    codes = [emission.code(t) for t in np.linspace(emission.sky_horizon, emission.sky_zenith, 8)]
    temperature = np.interp(height[:, 0], np.linspace(0, 1, 8), codes)
    clear = np.column_stack([colour, temperature]).astype(np.float32)[:, None]
    left = int((camera.yaw * camera.focal / 2 + 2 * moment.time) % (_CLOUDS[1] - columns))
    top = int(np.clip(120 - camera.pitch * camera.focal / 2, 0, _CLOUDS[0] - HEIGHT // 2))
    clouds = _clouds(street.seed)[top : top + coarse, left : left + columns]
    clouds = (clouds * np.clip(0.25 + height, 0, 1))[..., None]
    # Clouds are lit from above, and nearer and warmer than the sky between them.
    cloud = np.append(np.minimum(horizon * 1.12 + 8 * moment.daylight, 255), emission.code(emission.air - 8))
    strength = np.array([street.clear * (0.1 + 0.9 * moment.daylight)] * 3 + [1.0], np.float32)
    sky = clear + clouds * strength * (cloud.astype(np.float32) - clear)
    return np.asarray(cv2.resize(sky, (WIDTH, rows), interpolation=cv2.INTER_LINEAR), np.float32)


def _sky_colours(street: Street, daylight: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    zenith, horizon, grey = (
        np.array([np.interp(daylight, _HOURS, [row[i] for row in table]) for i in range(3)], np.float32)
        for table in (_ZENITH, _HORIZON, _OVERCAST)
    )
    clear = np.float32(street.clear)
    return grey * (1 - clear) * 0.92 + zenith * clear, grey * (1 - clear) + horizon * clear


@lru_cache(maxsize=4)
def _clouds(seed: int) -> NDArray[np.float32]:
    """How much cloud there is at every second pixel, 0..1, float32 of the shape _CLOUDS."""
    die = dice(seed, Chance.CLOUDS)
    clouds = np.zeros(_CLOUDS, np.float32)
    for octave, weight in ((8, 0.5), (16, 0.28), (40, 0.15), (90, 0.07)):
        coarse = die.random((octave, octave * 2), np.float32)
        clouds += weight * cv2.resize(coarse, _CLOUDS[::-1], interpolation=cv2.INTER_CUBIC)
    cover = die.uniform(0.35, 0.6)
    return np.asarray(np.clip((clouds - cover) / 0.22, 0, 1), np.float32)

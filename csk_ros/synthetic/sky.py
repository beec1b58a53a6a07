"""The sky: gradient, clouds and glow by the hour, cold in the thermal picture."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.synthetic.camera import HEIGHT, WIDTH
from csk_ros.synthetic.randomness import dice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.canvas import Rgb
    from csk_ros.synthetic.layout import Street
    from csk_ros.synthetic.moment import Moment

_HOURS = (0.0, 0.15, 0.3, 0.5, 1.0)
_ZENITH = ((5, 7, 14), (16, 22, 48), (70, 84, 130), (90, 130, 190), (84, 140, 222))
_HORIZON = ((22, 20, 24), (64, 48, 60), (232, 160, 118), (214, 206, 200), (206, 224, 242))
_OVERCAST = ((12, 12, 14), (34, 36, 44), (128, 128, 136), (188, 192, 198), (222, 226, 230))

_CLOUD_WIDTH = 2048


def horizon_colour(street: Street, daylight: float) -> Rgb:
    """What haze and the lowest part of the sky look like."""
    colour = _sky_colours(street, daylight)[1]
    return float(colour[0]), float(colour[1]), float(colour[2])


def sky_picture(moment: Moment, rows: int) -> NDArray[np.float32]:
    """The topmost `rows` of the picture as float32[rows, W, 4]: colour and temperature code."""
    street, camera, emission, daylight = moment.street, moment.camera, moment.emission, moment.daylight
    zenith, horizon = _sky_colours(street, daylight)
    elevation = camera.pitch - np.arctan((np.arange(rows) - HEIGHT / 2) / camera.focal)
    height = np.clip(elevation / 0.6, 0, 1).astype(np.float32)[:, None] ** 0.6
    colour = horizon + (zenith - horizon) * height
    codes = [emission.code(t) for t in np.linspace(emission.sky_horizon, emission.sky_zenith, 8)]
    temperature = np.interp(height[:, 0], np.linspace(0, 1, 8), codes)
    column = np.column_stack([colour, temperature]).astype(np.float32)
    sky = np.repeat(column[:, None, :], WIDTH, axis=1)
    shift = int((camera.yaw * camera.focal + 4 * moment.time) % (_CLOUD_WIDTH - WIDTH))
    top = int(np.clip(240 - (camera.pitch * camera.focal), 0, 480 - 1))
    clouds = _clouds(street.seed)[top : top + rows, shift : shift + WIDTH]
    clouds = clouds[:rows] * np.clip(0.25 + height[: len(clouds)], 0, 1)
    strength = street.clear * (0.1 + 0.9 * daylight)
    white = np.minimum(horizon * 1.12 + 8 * daylight, 255.0)
    for channel in range(3):
        layer = sky[: len(clouds), :, channel]
        layer += clouds * strength * (white[channel] - layer)
    # Clouds are nearer and warmer than the sky between them.
    sky[: len(clouds), :, 3] += clouds * (emission.code(emission.air - 8) - sky[: len(clouds), :, 3])
    return sky


def _sky_colours(street: Street, daylight: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    zenith, horizon, grey = (
        np.array([np.interp(daylight, _HOURS, [row[i] for row in table]) for i in range(3)], np.float32)
        for table in (_ZENITH, _HORIZON, _OVERCAST)
    )
    clear = np.float32(street.clear)
    return grey * (1 - clear) * 0.92 + zenith * clear, grey * (1 - clear) + horizon * clear


@lru_cache(maxsize=4)
def _clouds(seed: int) -> NDArray[np.float32]:
    """How much cloud there is, 0..1, float32[960, _CLOUD_WIDTH]."""
    die = dice(seed, 2)
    clouds = np.zeros((960, _CLOUD_WIDTH), np.float32)
    for octave, weight in ((8, 0.5), (16, 0.28), (40, 0.15), (90, 0.07)):
        coarse = die.random((max(2, octave), octave * 2), np.float32)
        clouds += weight * cv2.resize(coarse, (_CLOUD_WIDTH, 960), interpolation=cv2.INTER_CUBIC)
    cover = die.uniform(0.35, 0.6)
    return np.asarray(np.clip((clouds - cover) / 0.22, 0, 1), np.float32)

"""Ground, houses and sky, with the light, haze and shadows that lie on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.synthetic.building import buildings
from csk_ros.synthetic.camera import HEIGHT, WIDTH
from csk_ros.synthetic.car import Car
from csk_ros.synthetic.ground import grain
from csk_ros.synthetic.ink import Ink
from csk_ros.synthetic.shapes import hull
from csk_ros.synthetic.sky import horizon_colour, sky_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas
    from csk_ros.synthetic.ground import Ground
    from csk_ros.synthetic.lighting import Lighting
    from csk_ros.synthetic.moment import Moment
    from csk_ros.synthetic.thing import Thing

_GRAIN = np.array([1.0, 1.0, 1.0, 0.12], np.float32)
"""How much of the ground's grain is seen in colour and temperature."""


def paint_background(canvas: Canvas, moment: Moment, ground: Ground, things: list[Thing]) -> None:
    """Paint all that lies behind the things, and their shadows on it."""
    street, daylight, camera, lighting = moment.street, moment.daylight, moment.camera, moment.lighting
    ink = Ink(moment.emission)
    horizon = horizon_colour(street, daylight)
    light, veil = _light(camera, lighting, horizon)
    # Rows above `top` show the sky only where no house is; below the horizon there is no sky.
    bottom = int(np.clip(HEIGHT / 2 + np.tan(camera.pitch) * camera.focal + 12, 1, HEIGHT))
    sky = sky_picture(moment, bottom)
    # All the background is multiplied by the light below: the sky, which shines itself, is divided by it.
    np.divide(sky - veil[:bottom], light[:bottom], out=sky)
    canvas.picture[:bottom] = np.clip(sky, 0, 255)
    ground.paint(canvas, camera, ink)
    houses = buildings(street, camera.z - 8, camera.z + 130)
    for house in houses:
        facing = max(0.0, -house.side * float(lighting.sun[0]))
        house.paint(canvas, camera, ink, facing, horizon)
    top = min(bottom + 14, HEIGHT - 2)
    light[top:] *= grain(camera, street.seed, top)[..., None] * _GRAIN + (1 - _GRAIN)
    for thing in things:
        _shade(light, camera, lighting, thing)
    lit = cv2.multiply(canvas.picture, light, dtype=cv2.CV_32F)
    canvas.picture[:] = cv2.convertScaleAbs(np.add(lit, veil))
    for house in houses:
        house.paint_lights(canvas, camera, ink, 0.25 * (1 - daylight) ** 2 + 0.75 * lighting.darkness)


def _light(
    camera: Camera, lighting: Lighting, horizon: tuple[float, float, float]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Gains and what haze adds, float32[H, W, 4] each; 1 and 0 for the temperature."""
    gain, distance = lighting.over_picture(camera)
    clear = (1 - lighting.street.haze) ** (distance / 100)
    cells = np.ones((*distance.shape, 4), np.float32)
    cells[..., :3] = gain * clear[..., None]
    light = _enlarged(cells)
    cells[..., :3] = (1 - clear)[..., None] * np.array(horizon)
    cells[..., 3] = 0.0
    return light, _enlarged(cells)


def _enlarged(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), np.float32)


def _shade(light: NDArray[np.float32], camera: Camera, lighting: Lighting, thing: Thing) -> None:
    """Lay a thing's shadow on the ground: one from the sun, and a dark spot where it stands."""
    if not thing.shadow:
        return
    x, z = thing.extent.middle
    if np.hypot(x - camera.x, z - camera.z) > 45:
        return
    red, green, blue = lighting.shadow_gain(x, z)
    gains = (float(red), float(green), float(blue), 0.97)
    foot = _footprint(thing)
    sunny = float(lighting.sunlight.max()) > 0.05 and float(lighting.shaded(np.array(x), np.array(0.5))) < 0.5
    if sunny:
        cast = -lighting.sun[[0, 2]] / lighting.sun[1] * thing.height * 0.95
        shadow = np.concatenate([foot, foot + cast])
        _fill(light, camera, hull(shadow), gains)
    elif isinstance(thing, Car):
        _fill(light, camera, foot, gains)


def _footprint(thing: Thing) -> Points:
    x0, x1, z0, z1 = thing.extent
    return np.array([(x0, z0), (x1, z0), (x1, z1), (x0, z1)])


def _fill(
    light: NDArray[np.float32], camera: Camera, ground: Points, gains: tuple[float, float, float, float]
) -> None:
    corners = np.column_stack([ground[:, 0], np.zeros(len(ground)), ground[:, 1]])
    if (outline := camera.outline(corners)) is not None:
        cv2.fillConvexPoly(light, np.rint(outline * 16).astype(np.int32), gains, cv2.LINE_8, 4)

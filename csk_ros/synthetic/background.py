"""Ground, houses and sky, with the light, haze and shadows that lie on them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.synthetic.building import buildings
from csk_ros.synthetic.camera import HEIGHT, WIDTH
from csk_ros.synthetic.canvas import SHIFT, fixed_point
from csk_ros.synthetic.car import Car
from csk_ros.synthetic.ground import grain
from csk_ros.synthetic.ink import Ink
from csk_ros.synthetic.randomness import Chance, dice
from csk_ros.synthetic.shapes import hull
from csk_ros.synthetic.sky import horizon_colour, sky_picture
from csk_ros.synthetic.solid_mask import GROUND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Rgb
    from csk_ros.synthetic.ground import Ground
    from csk_ros.synthetic.lighting import Lighting
    from csk_ros.synthetic.moment import Moment
    from csk_ros.synthetic.thing import Thing

_WARM_GRAIN = 0.12
"""How much of the ground's grain is seen in its temperature."""

_BLOTCHES = 128


def paint_background(canvas: Canvas, moment: Moment, ground: Ground, things: list[Thing]) -> None:
    """Paint all that lies behind the things, and their shadows on it."""
    street, daylight, camera, lighting = moment.street, moment.daylight, moment.camera, moment.lighting
    ink = Ink(moment.emission)
    horizon = horizon_colour(street, daylight)
    houses = buildings(street, camera.z - 8, camera.z + 130)
    # How much of each pixel is ground or house; the rest is sky.
    solid = np.zeros((HEIGHT, WIDTH), np.uint8)
    ground.paint(canvas, camera, ink, solid)
    for house in houses:
        facing = max(0.0, -house.side * float(lighting.sun[0]))
        house.paint(canvas, camera, ink, facing, horizon)
        house.cover(solid, camera)
    light, veil = _light(camera, lighting, horizon)
    # A little below the horizon, where grain begins and there is no sky any more.
    top = int(np.clip(HEIGHT / 2 + np.tan(camera.pitch) * camera.focal + 26, 1, HEIGHT - 2))
    grains = grain(camera, street.seed, solid[top:] == GROUND)
    warmth = 1 + _WARM_GRAIN * (grains - 1)
    cv2.multiply(light[top:], cv2.merge([grains, grains, grains, warmth]), dst=light[top:])
    _lay_shadows(light, camera, lighting, things)
    lit = np.asarray(cv2.multiply(canvas.picture, light, dtype=cv2.CV_32F), np.float32)
    share = solid[:top, :, None].astype(np.float32) / 255
    sky = sky_picture(moment, top)
    lit[:top] += sky + (veil[:top] - sky) * share
    if street.haze > 0.1:
        lit[top:] += veil[top:]
    canvas.picture[:] = cv2.convertScaleAbs(lit)
    for house in houses:
        house.paint_lights(canvas, camera, ink, 0.25 * (1 - daylight) ** 2 + 0.75 * lighting.darkness)


def _light(
    camera: Camera, lighting: Lighting, horizon: Rgb
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Gains and what haze adds, float32[H, W, 4] each, also for the temperature."""
    gain, points = lighting.over_picture(camera)
    distance = np.linalg.norm(points - camera.position, axis=-1)
    clear = (1 - lighting.street.haze) ** (distance / 100)
    cells = np.empty((*distance.shape, 4), np.float32)
    cells[..., :3] = gain * clear[..., None]
    cells[..., 3] = 1 + _blotches(points, lighting.street.seed) * np.exp(-distance / 30)
    light = _enlarged(cells)
    cells[..., :3] = (1 - clear)[..., None] * np.array(horizon)
    cells[..., 3] = 0.0
    return light, _enlarged(cells)


def _blotches(points: Points, seed: int) -> Points:
    """Uneven warmth of ground and walls at points [..., 3], some hundredths around 0."""
    across = (points[..., 0] + 3 * points[..., 1]) * 1.3 % _BLOTCHES
    along = points[..., 2] * 1.3 % _BLOTCHES
    values = _blotch_map(seed)
    mapped = cv2.remap(
        values, across.astype(np.float32), along.astype(np.float32), cv2.INTER_LINEAR, None, cv2.BORDER_WRAP
    )
    return np.asarray(mapped, np.float64)


@lru_cache(maxsize=4)
def _blotch_map(seed: int) -> NDArray[np.float32]:
    die = dice(seed, Chance.BLOTCHES)
    values = die.standard_normal((_BLOTCHES, _BLOTCHES)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(values, (3, 3), 0.7) * die.uniform(0.02, 0.07), np.float32)


def _enlarged(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), np.float32)


def _lay_shadows(light: NDArray[np.float32], camera: Camera, lighting: Lighting, things: list[Thing]) -> None:
    """Lay the things' shadows on the ground: from the sun where it shines, else a dark spot below cars."""
    casting = [thing for thing in things if thing.shadow]
    if not casting:
        return
    points = np.array([(x, 0.0, z) for thing in casting for x, z in [thing.extent.middle]])
    gains = lighting.shadow_gains(points)
    sunny = (lighting.shaded(points[:, 0], np.full(len(points), 0.5)) < 0.5) & (
        lighting.sunlight.max() > 0.05
    )
    near = np.hypot(points[:, 0] - camera.x, points[:, 2] - camera.z) < 45
    for index in np.flatnonzero(near):
        thing = casting[index]
        x0, x1, z0, z1 = thing.extent
        outline = np.array([(x0, z0), (x1, z0), (x1, z1), (x0, z1)])
        if sunny[index]:
            cast = -lighting.sun[[0, 2]] / lighting.sun[1] * thing.height * 0.95
            outline = hull(np.concatenate([outline, outline + cast]))
            outline[:, 0] = np.clip(outline[:, 0], -lighting.street.facade, lighting.street.facade)
        elif not isinstance(thing, Car):
            continue
        red, green, blue = gains[index].tolist()
        _fill(light, camera, outline, (red, green, blue, 0.97))


def _fill(
    light: NDArray[np.float32], camera: Camera, ground: Points, gains: tuple[float, float, float, float]
) -> None:
    corners = np.column_stack([ground[:, 0], np.zeros(len(ground)), ground[:, 1]])
    if (outline := camera.outline(corners)) is not None:
        cv2.fillConvexPoly(light, fixed_point(outline), gains, cv2.LINE_8, SHIFT)

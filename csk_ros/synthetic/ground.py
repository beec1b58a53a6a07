"""Road, lane marks, kerbs and pavements, and the grain of asphalt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.synthetic.camera import HEIGHT, WIDTH
from csk_ros.synthetic.randomness import Chance, dice
from csk_ros.synthetic.solid_mask import GROUND, cover

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Camera
    from csk_ros.synthetic.canvas import Canvas, Paint
    from csk_ros.synthetic.ink import Ink
    from csk_ros.synthetic.street import Street

_BEHIND, _AHEAD = 30.0, 260.0
_DASHES_AHEAD = 90.0
_TILE = 512
_TILE_METRES = 9.0


class Ground:
    """Paints the ground of one street."""

    def __init__(self, street: Street) -> None:
        self.street = street
        die = dice(street.seed, Chance.ROAD)
        self._dash = die.uniform(2.0, 4.0)
        self._white = (225.0, 225.0, 218.0) if die.random() < 0.75 else (232.0, 196.0, 92.0)
        self._has_bays = bool(die.random() < 0.6)
        self._zebra_spacing = die.uniform(35, 80)
        grey = float(street.asphalt)
        self._asphalt = (grey, grey, grey * 1.03)
        slab = die.uniform(140, 185)
        self._slab = (slab, slab * 0.97, slab * die.uniform(0.88, 0.96))
        self._slab_length = die.uniform(0.8, 2.5)

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink, solid: NDArray[np.uint8]) -> None:
        """Paint the ground in full light, and mark it in solid uint8[H, W]; light is laid over it later."""
        street, emission = self.street, ink.emission
        z0, z1 = camera.z - _BEHIND, camera.z + _AHEAD
        edge, front = street.road_edge, street.facade
        self._strip(canvas, camera, (-250, 250, z0, z1), ink((92, 108, 70), emission.foliage), solid)
        self._strip(canvas, camera, (-front, front, z0, z1), ink(self._slab, emission.pavement))
        self._joints(canvas, camera, ink)
        kerb = ink((176, 174, 168), emission.kerb)
        self._strip(canvas, camera, (-edge - 0.18, edge + 0.18, z0, z1), kerb)
        gutter = ink((self._asphalt[0] * 0.72,) * 3, emission.asphalt - 0.5)
        self._strip(canvas, camera, (-edge, edge, z0, z1), gutter)
        self._strip(canvas, camera, (-edge + 0.3, edge - 0.3, z0, z1), ink(self._asphalt, emission.asphalt))
        self._marks(canvas, camera, ink(self._white, emission.asphalt - 1.2))
        self._covers(canvas, camera, ink)

    def _marks(self, canvas: Canvas, camera: Camera, white: Paint) -> None:
        lane, near, far = self.street.lane, camera.z - _BEHIND, camera.z + _DASHES_AHEAD
        period = 2.5 * self._dash
        for k in range(int(near // period), int(far // period) + 1):
            z = k * period
            self._strip(canvas, camera, (-0.07, 0.07, z, z + self._dash), white)
        for side in (-1, 1):
            x = side * (lane + 0.02)
            self._strip(canvas, camera, (x - 0.06, x + 0.06, near, camera.z + _AHEAD), white)
        if self._has_bays and self.street.parking:
            for k in range(int(near // 6), int((camera.z + 45) // 6) + 1):
                for side in (-1, 1):
                    ends = sorted((side * lane, side * self.street.road_edge))
                    self._strip(canvas, camera, (ends[0], ends[1], k * 6 - 0.05, k * 6 + 0.05), white)
        for k in range(int(near // self._zebra_spacing), int(far // self._zebra_spacing) + 1):
            z = (k + 0.5) * self._zebra_spacing
            for x in np.arange(-lane + 0.2, lane - 0.3, 0.95):
                self._strip(canvas, camera, (x, x + 0.5, z, z + 3.0), white)

    def _joints(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Dark joints between the slabs of the pavement, near the camera only."""
        street = self.street
        joint = ink((self._slab[0] * 0.84,) * 3, ink.emission.pavement)
        length = self._slab_length
        middle = street.road_edge + 0.5 * street.pavement
        for side in (-1, 1):
            inner, outer = sorted((side * street.road_edge, side * street.facade))
            for k in range(int((camera.z - 5) // length), int((camera.z + 22) // length)):
                self._strip(canvas, camera, (inner, outer, k * length, k * length + 0.025), joint)
            x = side * middle
            self._strip(canvas, camera, (x - 0.013, x + 0.013, camera.z - 5, camera.z + 40), joint)

    def _covers(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Manhole covers: dark discs, warm when a drain below is."""
        circle = np.linspace(0, 2 * np.pi, 20, endpoint=False)
        for k in range(int((camera.z - 10) // 11), int((camera.z + 45) // 11)):
            die = dice(self.street.seed, Chance.MANHOLE, k)
            x, z = die.uniform(-0.8, 0.8) * self.street.lane, (k + die.random()) * 11
            warm = die.uniform(-1.5, 3.5)
            disc = np.column_stack([x + 0.33 * np.cos(circle), np.zeros(20), z + 0.33 * np.sin(circle)])
            if (outline := camera.outline(disc)) is not None:
                colour = (self._asphalt[0] * 0.6,) * 3
                canvas.convex(outline, ink(colour, ink.emission.asphalt + warm))

    @staticmethod
    def _strip(
        canvas: Canvas,
        camera: Camera,
        extent: tuple[float, float, float, float],
        paint: Paint,
        solid: NDArray[np.uint8] | None = None,
    ) -> None:
        x0, x1, z0, z1 = extent
        outline = camera.outline(np.array([(x0, 0.0, z0), (x1, 0.0, z0), (x1, 0.0, z1), (x0, 0.0, z1)]))
        if outline is not None:
            canvas.convex(outline, paint)
            if solid is not None:
                cover(solid, outline, GROUND)


def grain(camera: Camera, seed: int, ground: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Gains [rows, W] of the ground's grain on the lowest rows of the picture, around 1.

    The rows must lie below the horizon, near which grain is finer than a pixel and fades away.

    Args:
        camera: where from.
        seed: of the street.
        ground: where in these rows the ground is, [rows, W]; elsewhere the gain is 1.
    """
    top = HEIGHT - len(ground)
    corners = np.array([(0, top), (WIDTH, top), (WIDTH, HEIGHT), (0, HEIGHT)], np.float32)
    local = np.column_stack(
        [
            (corners[:, 0] - WIDTH / 2) / camera.focal,
            (corners[:, 1] - HEIGHT / 2) / camera.focal,
            np.ones(4),
        ]
    )
    rays = local @ camera.rotation
    points = camera.position + rays * (-camera.y / np.minimum(rays[:, 1], -1e-4))[:, None]
    scale = _TILE / _TILE_METRES
    on_tile = (points[:, (0, 2)] * scale).astype(np.float32)
    on_tile -= np.floor(on_tile.mean(axis=0) / _TILE) * _TILE
    # From pixels of the picture to texels of the tile; the tile repeats.
    to_tile = cv2.getPerspectiveTransform(corners - np.array([0, top], np.float32), on_tile)
    texture = cv2.warpPerspective(
        _tile(seed),
        to_tile,
        (WIDTH, HEIGHT - top),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_WRAP,
    )
    texture[~ground] = 128
    rows = np.arange(top, HEIGHT, dtype=np.float32)
    slope = np.tan(np.arctan((rows - HEIGHT / 2) / camera.focal) - camera.pitch)
    strength = np.clip(slope * 3.0, 0, 1) * (0.4 / 128)
    return np.asarray(1 + (texture.astype(np.float32) - 128) * strength[:, None], np.float32)


@lru_cache(maxsize=4)
def _tile(seed: int) -> NDArray[np.uint8]:
    """Stones, stains and patches, uint8[_TILE, _TILE] around 128; it repeats without a seam."""
    die = dice(seed, Chance.GRAIN)
    tile = np.zeros((_TILE, _TILE), np.float32)
    for size, weight in ((512, 26.0), (128, 12.0), (24, 9.0), (7, 10.0)):
        coarse = die.standard_normal((size, size)).astype(np.float32)
        wrapped = np.pad(coarse, 2, mode="wrap")
        step = _TILE // size if _TILE % size == 0 else _TILE / size
        fine = cv2.resize(wrapped, None, fx=step, fy=step, interpolation=cv2.INTER_CUBIC)
        margin = round(2 * step)
        tile += weight * fine[margin : margin + _TILE, margin : margin + _TILE]
    for _ in range(int(die.integers(2, 7))):
        start = die.integers(0, _TILE, 2)
        steps = np.cumsum(die.normal(0, 9, (14, 2)) + die.normal(0, 7, 2), axis=0)
        cv2.polylines(tile, [(start + steps).astype(np.int32)], isClosed=False, color=-45.0, thickness=1)
    return np.clip(128 + tile, 0, 255).astype(np.uint8)

"""What is painted on: colour, temperature and label of every pixel, by the same outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.labels import STREET
from csk_ros.synthetic.camera import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from csk_ros.synthetic.camera import Points

Rgb = tuple[float, float, float]
"""A colour in sRGB, 0..255 each."""

Paint = tuple[float, float, float, float]
"""Red, green, blue as they look, and the temperature code, 0..255 each."""

BACKGROUND, CAR, PERSON, BIKE = (STREET.classes.index(n) for n in ("background", "car", "person", "bike"))

SHIFT = 4
_GLOW_SIZE = 129


class Canvas:
    """`picture` uint8[H, W, 4] holds red, green, blue and temperature; `labels` uint8[H, W] class ids.

    Edges of the picture are antialiased; labels of the same outlines have hard edges. Whatever is
    painted with a label also covers the labels of what lies behind it.
    """

    def __init__(self) -> None:
        self.picture: NDArray[np.uint8] = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        self.labels: NDArray[np.uint8] = np.zeros((HEIGHT, WIDTH), np.uint8)

    def convex(self, outline: Points, paint: Paint, label: int | None = None) -> None:
        """Fill a convex polygon [n, 2] of pixels."""
        points = fixed_point(outline)
        cv2.fillConvexPoly(self.picture, points, paint, cv2.LINE_AA, SHIFT)
        if label is not None:
            cv2.fillConvexPoly(self.labels, points, label, cv2.LINE_8, SHIFT)

    def convexes(self, outlines: Points, paints: Iterable[Paint], label: int | None = None) -> None:
        """Fill convex polygons [n, m, 2] of pixels one after the other."""
        for points, paint in zip(fixed_point(outlines), paints, strict=True):
            cv2.fillConvexPoly(self.picture, points, paint, cv2.LINE_AA, SHIFT)
            if label is not None:
                cv2.fillConvexPoly(self.labels, points, label, cv2.LINE_8, SHIFT)

    def polygon(self, outline: Points, paint: Paint, label: int | None = None) -> None:
        """Fill any simple polygon [n, 2] of pixels."""
        points = [fixed_point(outline)]
        cv2.fillPoly(self.picture, points, paint, cv2.LINE_AA, SHIFT)
        if label is not None:
            cv2.fillPoly(self.labels, points, (label,), cv2.LINE_8, SHIFT)

    def veil(self, outline: Points, paint: Paint, opacity: float, label: int | None = None) -> None:
        """Fill a convex polygon [n, 2] that lets what is behind show through."""
        low = np.clip(np.floor(outline.min(axis=0)).astype(int) - 1, 0, (WIDTH, HEIGHT))
        high = np.clip(np.ceil(outline.max(axis=0)).astype(int) + 2, 0, (WIDTH, HEIGHT))
        if (high <= low).any():
            return
        behind = self.picture[low[1] : high[1], low[0] : high[0]]
        covered = behind.copy()
        cv2.fillConvexPoly(covered, fixed_point(outline - low), paint, cv2.LINE_AA, SHIFT)
        behind[:] = cv2.addWeighted(covered, opacity, behind, 1 - opacity, 0.0)
        if label is not None:
            cv2.fillConvexPoly(self.labels, fixed_point(outline), label, cv2.LINE_8, SHIFT)

    def glow(self, centre: Points, radius: float, colour: Rgb) -> None:
        """Add light around a pixel [2], as a lens spreads it; the thermal camera does not see it."""
        left, top = np.rint(centre - radius).astype(int)
        size = max(3, round(2 * radius) + 1)
        x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + size, WIDTH), min(top + size, HEIGHT)
        if x1 <= x0 or y1 <= y0:
            return
        spread = cv2.resize(_GLOW, (size, size), interpolation=cv2.INTER_LINEAR)
        spread = spread[y0 - top : y1 - top, x0 - left : x1 - left]
        light = (spread[..., None] * np.array([*colour, 0.0], np.float32)).astype(np.uint8)
        behind = self.picture[y0:y1, x0:x1]
        behind[:] = cv2.add(behind, light)


def fixed_point(outline: Points) -> NDArray[np.int32]:
    """Pixels [..., 2] with SHIFT binary digits of a fraction, as OpenCV fills polygons."""
    return np.rint(outline * (1 << SHIFT)).astype(np.int32)


def _glow() -> NDArray[np.float32]:
    """A bright middle and a wide halo, 0 at the rim, float32[n, n]."""
    axis = np.linspace(-1, 1, _GLOW_SIZE)
    distance = np.hypot(axis[:, None], axis[None, :])
    halo = 0.75 * np.exp(-((distance / 0.12) ** 2)) + 0.25 * np.exp(-distance / 0.25)
    return np.asarray(halo * np.clip(1 - distance, 0, 1), np.float32)


_GLOW = _glow()

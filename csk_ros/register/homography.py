"""Homographies between pixel grids: how they are made, compared and told from nonsense.

Pixel centres are at whole numbers, and a homography [3, 3] maps (x, y, 1), as OpenCV has it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

Size = tuple[int, int]
"""Width and height in pixels."""

LARGEST_SCALE = 2.2
"""Beyond this, against pictures that are resized to one width, two lenses are not taken for a pair."""


def scaling(across: float, down: float) -> Matrix:
    """The homography of a picture's resize by two factors; corners of pixels stay corners."""
    return np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1.0]])


def resize_between(size: Size, other: Size) -> Matrix:
    """The homography of a resize from one size to another."""
    return scaling(other[0] / size[0], other[1] / size[1])


def about_centre(size: Size, change: Matrix) -> Matrix:
    """A change of coordinates whose origin is the picture's centre, as a homography of its pixels."""
    to_centre = np.array([[1, 0, -(size[0] - 1) / 2], [0, 1, -(size[1] - 1) / 2], [0, 0, 1.0]])
    return np.asarray(np.linalg.inv(to_centre) @ change @ to_centre)


def normalised(homography: Matrix) -> Matrix:
    """The same homography with a 1 in the last place."""
    return np.asarray(homography / homography[2, 2])


def project(homography: Matrix, points: Matrix) -> Matrix:
    """Map points [n, 2]."""
    mapped = points @ homography[:, :2].T + homography[:, 2]
    return np.asarray(mapped[:, :2] / mapped[:, 2:])


def grid_points(size: Size, columns: int = 9, rows: int = 9) -> Matrix:
    """Points [rows * columns, 2] spread over a picture, from corner to corner."""
    x, y = np.meshgrid(np.linspace(0, size[0] - 1, columns), np.linspace(0, size[1] - 1, rows))
    return np.stack([x.ravel(), y.ravel()], axis=1)


def corners_and_centre(size: Size) -> Matrix:
    """Five points [5, 2] of a picture."""
    return grid_points(size, 3, 3)[[0, 2, 4, 6, 8]]


def displacements(first: Matrix, second: Matrix, thermal_points: Matrix) -> Matrix:
    """How far apart two homographies put what the first puts on some thermal pixels, [n] in pixels."""
    moved = project(second @ np.linalg.inv(first), thermal_points)
    return np.asarray(np.linalg.norm(moved - thermal_points, axis=1))


def implausibility(homography: Matrix, rgb_size: Size, thermal_size: Size) -> str:
    """What speaks against two cameras that look the same way, or nothing.

    Args:
        homography: [3, 3], from rgb to thermal pixels.
        rgb_size: width and height.
        thermal_size: likewise.
    """
    if not np.isfinite(homography).all() or abs(np.linalg.det(homography)) < 1e-12:
        return "it cannot be inverted"
    corners = grid_points(thermal_size, 2, 2)[[0, 1, 3, 2]]
    depths = np.column_stack([corners, np.ones(4)]) @ np.linalg.inv(homography)[2]
    if depths.min() * depths.max() <= 0:
        return "its horizon crosses the thermal picture"
    seen = project(np.asarray(np.linalg.inv(homography), np.float64), corners)
    sides = np.roll(seen, -1, axis=0) - seen
    turns = _cross(sides, np.roll(sides, -1, axis=0))
    if turns.min() <= 0:
        return "it flips the picture or folds it"
    if sides[0, 0] <= abs(sides[0, 1]):
        return "it turns the picture by 45 degrees or more"
    scale = np.sqrt(thermal_size[0] * thermal_size[1] / _area(seen)) * rgb_size[0] / thermal_size[0]
    if not 1 / LARGEST_SCALE <= scale <= LARGEST_SCALE:
        return f"it scales the rgb picture, resized to the thermal one's width, by {scale:.2g}"
    return ""


def _cross(first: Matrix, second: Matrix) -> Matrix:
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])


def _area(polygon: Matrix) -> float:
    return float(abs(_cross(polygon, np.roll(polygon, -1, axis=0)).sum()) / 2)

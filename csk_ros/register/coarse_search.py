"""Find roughly how one camera's pictures lie on the other's, from nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.register.edge_field import edge_field
from csk_ros.register.homography import Matrix, Size, about_centre, resize_between
from csk_ros.register.pyramid_level import PyramidLevel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from csk_ros.register.edge_field import Field
    from csk_ros.register.pyramid_level import Grey

WIDTH = 96
"""Of the thermal pictures that are searched."""

SCALES = np.exp(np.arange(-7, 15) * 0.05)
"""From 0.7 to 2 times the resize to the thermal picture's width, in steps of 5 %."""

ANGLES = np.deg2rad(np.arange(-8, 9, 2))

REACH = 0.3
"""Largest shift, as a share of the picture's sides."""

SQUARE_ENOUGH = 0.02
"""A resize that stretches no more than this is not tried without the stretch as well."""


def search(pairs: Sequence[tuple[Grey, Grey]]) -> Matrix:
    """The scale, rotation and shift under which the edges of all pairs together agree best.

    Shifts are all tried at once, as a product of spectra. Where the pictures' sides are not in one
    proportion, the rgb picture is both stretched to the thermal one's and left with square pixels.

    Args:
        pairs: rgb pictures in grey and thermal pictures, of one size each.

    Returns:
        [3, 3], from rgb to thermal pixels.
    """
    level = PyramidLevel.of(pairs, WIDTH)
    spectra = [_spectrum(edges) for edges in level.edges]
    fields = [edge_field(rgb) for rgb in level.rgb]
    best, found = -np.inf, np.eye(3)
    for start, angle in _starts(level):
        products, energy = _zeros(level.size), 0.0
        for field, spectrum in zip(fields, spectra, strict=True):
            edges = np.asarray(cv2.warpPerspective(field, start, level.size), np.float32)
            products += spectrum * np.conj(_spectrum(edges))
            energy += float(np.vdot(edges, edges))
        # Edges turn with their picture, and their vectors twice as far.
        products *= np.complex64(np.exp(-2j * angle))
        score, shift = _highest(products, level.size)
        # Otherwise the scale that shows most edges of the rgb picture would win.
        score /= np.sqrt(energy) + 1e-9
        if score > best:
            best, found = score, shift @ start
    return level.to_full(found)


def _starts(level: PyramidLevel) -> Iterator[tuple[Matrix, float]]:
    """Scalings and rotations about the centre to try, as homographies of the level, with the angle."""
    rgb_size = level.rgb[0].shape[1], level.rgb[0].shape[0]
    resize = resize_between(rgb_size, level.size)
    stretch = resize[1, 1] / resize[0, 0]
    bases = [resize]
    if abs(stretch - 1) > SQUARE_ENOUGH:
        bases.append(about_centre(level.size, np.diag([1, 1 / stretch, 1])) @ resize)
    for base in bases:
        for scale in SCALES:
            for angle in ANGLES:
                cos, sin = scale * np.cos(angle), scale * np.sin(angle)
                turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
                yield about_centre(level.size, turn) @ base, angle


def _padded(size: Size) -> Size:
    """A size in which shifts do not come in again at the other side, and that is fast to transform."""
    return cv2.getOptimalDFTSize(2 * size[0]), cv2.getOptimalDFTSize(2 * size[1])


def _zeros(size: Size) -> NDArray[np.complex64]:
    width, height = _padded(size)
    return np.zeros((height, width), np.complex64)


def _spectrum(edges: Field) -> NDArray[np.complex64]:
    """Of a field as complex numbers: the real part of a product with a conjugate is the scalar product."""
    height, width = edges.shape[:2]
    padded = _zeros((width, height))
    padded[:height, :width] = edges[..., 0] + 1j * edges[..., 1]
    return _complex(cv2.dft(_planes(padded)))


def _highest(products: NDArray[np.complex64], size: Size) -> tuple[float, Matrix]:
    """The highest correlation for its overlap, and its shift as a homography."""
    correlation = cv2.dft(_planes(products), flags=cv2.DFT_INVERSE | cv2.DFT_SCALE)[..., 0]
    across, down = int(size[0] * REACH), int(size[1] * REACH)
    near = np.roll(correlation, (down, across), (0, 1))[: 2 * down + 1, : 2 * across + 1]
    shared_rows = 1 - np.abs(np.arange(-down, down + 1)) / size[1]
    shared_columns = 1 - np.abs(np.arange(-across, across + 1)) / size[0]
    scores = near / np.sqrt(np.outer(shared_rows, shared_columns))
    row, column = np.unravel_index(np.argmax(scores), scores.shape)
    shift = np.array([[1, 0, column - across], [0, 1, row - down], [0, 0, 1.0]])
    return float(scores[row, column]), shift


def _planes(numbers: NDArray[np.complex64]) -> NDArray[np.float32]:
    return numbers.view(np.float32).reshape(*numbers.shape, 2)


def _complex(planes: Any) -> NDArray[np.complex64]:
    return np.ascontiguousarray(planes, np.float32).view(np.complex64)[..., 0]

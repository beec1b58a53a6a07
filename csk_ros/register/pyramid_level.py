"""Pairs of pictures at one level of a pyramid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.register.edge_field import Field, edge_field, warped_edge_field
from csk_ros.register.homography import Matrix, Size, resize_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Grey = np.ndarray[Any, np.dtype[np.float32]]
"""A picture, float32[H, W]."""


@dataclass(frozen=True)
class PyramidLevel:
    """Pictures reduced to a width, both cameras' about alike, so that a warp needs no averaging."""

    rgb: tuple[Grey, ...]
    edges: tuple[Field, ...]
    """Of the thermal pictures."""
    size: Size
    """Of the thermal pictures."""
    from_rgb: Matrix
    """Maps pixels of full rgb pictures to those here."""
    from_thermal: Matrix

    @classmethod
    def of(cls, pairs: Sequence[tuple[Grey, Grey]], width: int) -> PyramidLevel:
        """Reduce pairs of an rgb picture in grey and a thermal one.

        Args:
            pairs: pictures of one size each.
            width: of the thermal pictures at this level; smaller ones stay as they are.
        """
        rgb_size, thermal_size = (_size(picture) for picture in pairs[0])
        width = min(width, thermal_size[0])
        small_rgb, small = _reduced(rgb_size, width), _reduced(thermal_size, width)
        return cls(
            tuple(_resized(rgb, small_rgb) for rgb, _ in pairs),
            tuple(edge_field(_resized(thermal, small)) for _, thermal in pairs),
            small,
            resize_between(rgb_size, small_rgb),
            resize_between(thermal_size, small),
        )

    def to_level(self, homography: Matrix) -> Matrix:
        """A homography of full pictures as one of this level's."""
        return np.asarray(self.from_thermal @ homography @ np.linalg.inv(self.from_rgb))

    def to_full(self, homography: Matrix) -> Matrix:
        """A homography of this level's pictures as one of the full ones."""
        return np.asarray(np.linalg.inv(self.from_thermal) @ homography @ self.from_rgb)

    def warped(self, frame: int, homography: Matrix) -> Field:
        """The edges of an rgb picture on the thermal grid, by a homography of this level."""
        return warped_edge_field(self.rgb[frame], homography, self.size)


def _size(picture: Grey) -> Size:
    return picture.shape[1], picture.shape[0]


def _reduced(size: Size, width: int) -> Size:
    if width >= size[0]:
        return size
    return width, max(1, round(size[1] * width / size[0]))


def _resized(picture: Grey, size: Size) -> NDArray[np.float32]:
    if _size(picture) == size:
        return picture
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)

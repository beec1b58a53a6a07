"""Thermal edges over the rgb picture, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.register.edge_field import edge_field
from csk_ros.registration.registration_settings import RegistrationSettings
from csk_ros.registration.rgb_registration import RgbRegistration
from csk_ros.resizing import resize_smoothly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from csk_ros.register.homography import Matrix
    from csk_ros.register.moment import Moment

ROWS = 4
"""Moments that are shown."""

STRONG = 0.8
"""Edges from this strength on, of 0 to 1, are drawn."""

EDGE_COLOUR = (255, 140, 0)

GREY = (128.0, 128.0, 128.0)
"""Where the rgb camera sees nothing."""

GAP = 4
"""White pixels between the tiles."""


def overlay(moments: Sequence[Moment], homography: Matrix) -> NDArray[np.uint8]:
    """A row for each of a few moments: rgb resized to the left, registered to the right, as rgb8.

    Args:
        moments: one or more, with pictures of one size.
        homography: [3, 3], from rgb to thermal pixels.
    """
    settings = RegistrationSettings(mode="homography", homography=tuple(homography.ravel().tolist()))
    registration = RgbRegistration(settings, GREY)
    chosen = np.unique(np.linspace(0, len(moments) - 1, ROWS).round().astype(int))
    rows = []
    for moment in (moments[index] for index in chosen):
        shape = moment.thermal.shape[0], moment.thermal.shape[1]
        edges = np.linalg.norm(edge_field(moment.grey()[1]), axis=2) > STRONG
        tiles = [resize_smoothly(moment.rgb, shape), registration.align(moment.rgb, shape)]
        rows.append(np.hstack([_framed(_drawn(tile, edges)) for tile in tiles]))
    return np.asarray(np.vstack(rows), np.uint8)


def _drawn(rgb: NDArray[np.uint8], edges: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.asarray(np.where(edges[..., None], np.array(EDGE_COLOUR, np.uint8), rgb), np.uint8)


def _framed(tile: NDArray[np.uint8]) -> NDArray[np.uint8]:
    white = (255, 255, 255)
    return np.asarray(
        cv2.copyMakeBorder(tile, GAP, GAP, GAP, GAP, cv2.BORDER_CONSTANT, value=white), np.uint8
    )

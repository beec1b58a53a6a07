"""Rgb pictures warped on purpose, so that the truth is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.register.homography import about_centre

if TYPE_CHECKING:
    from csk_ros.register.homography import Matrix, Size
    from csk_ros.register.moment import Moment

SCALE, ANGLE, SHIFT, PERSPECTIVE = 0.1, np.deg2rad(5), 40 / 640, 0.02
"""Largest change: of scale; in radians; of the width; of scale from the centre to a side."""


def random_warp(random: np.random.Generator, size: Size) -> Matrix:
    """A homography [3, 3] from warped to true rgb pixels.

    Args:
        random: decides which.
        size: of the rgb pictures.
    """
    scale = 1 + random.uniform(-SCALE, SCALE)
    angle = random.uniform(-ANGLE, ANGLE)
    shift = random.uniform(-SHIFT, SHIFT, 2) * size[0]
    bend = random.uniform(-PERSPECTIVE, PERSPECTIVE, 2) / (np.array(size) / 2)
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    turned = np.array([[cos, -sin, shift[0]], [sin, cos, shift[1]], [0, 0, 1.0]])
    bent = np.array([[1, 0, 0], [0, 1, 0], [*bend, 1.0]])
    return about_centre(size, turned @ bent)


def warped(moment: Moment, warp: Matrix) -> Moment:
    """The moment with another rgb picture, whose pixels `warp` [3, 3] maps to those of the true one."""
    height, width = moment.rgb.shape[:2]
    # What lies outside is continued: a black border would give the warp away, or lead astray.
    rgb = cv2.warpPerspective(
        moment.rgb, np.linalg.inv(warp), (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return replace(moment, rgb=np.asarray(rgb, np.uint8))

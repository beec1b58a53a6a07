"""The homography through points that are known in both pictures."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from csk_ros.register.homography import Matrix, Size, implausibility, normalised, project
from csk_ros.register.registration_error import RegistrationError

FEWEST = 4

TOLERANCE = 0.005
"""Of the thermal picture's width: points farther off than this are taken for mistakes."""

MOST_MISTAKES = 0.3
"""Share of the points."""


@dataclass(frozen=True, eq=False)
class PointFit:
    """A homography and how far off its points are."""

    homography: Matrix
    """[3, 3], from rgb to thermal pixels, with a 1 in the last place."""
    errors: Matrix
    """[points], distances in thermal pixels of all points, mistakes among them."""
    used: int
    """How many points were taken for right."""


def fit_points(points: Matrix, rgb_size: Size, thermal_size: Size) -> PointFit:
    """Fit a homography; of more than four points, those that contradict most others are left out.

    Args:
        points: [n, 4], x and y in the rgb picture, x and y in the thermal one.
        rgb_size: width and height.
        thermal_size: likewise.

    Raises:
        RegistrationError: too few points, on one line, too many mistakes, or an implausible result.
    """
    if len(points) < FEWEST:
        raise RegistrationError(f"expected {FEWEST} points or more, got {len(points)}")
    rgb, thermal = points[:, :2], points[:, 2:]
    tolerance = TOLERANCE * thermal_size[0]
    method = 0 if len(points) == FEWEST else cv2.RANSAC
    found, inside = cv2.findHomography(rgb, thermal, method, tolerance)
    if found is None or not np.isfinite(found).all():
        raise RegistrationError("no homography fits these points; they must not lie on one line")
    homography = normalised(np.asarray(found, np.float64))
    implausible = implausibility(homography, rgb_size, thermal_size)
    if implausible:
        raise RegistrationError(
            f"the homography through these points makes no sense for two cameras side by side: "
            f"{implausible}; check the order of the numbers, and that no three of four points lie on one line"
        )
    used = int(np.count_nonzero(inside)) if method else len(points)
    if used < (1 - MOST_MISTAKES) * len(points):
        raise RegistrationError(
            f"only {used} of {len(points)} points agree on a homography to {tolerance:.1f} pixels; check "
            "them, and that they are about equally far away"
        )
    return PointFit(homography, np.linalg.norm(project(homography, rgb) - thermal, axis=1), used)

"""How well warps that are known are found again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from csk_ros.register.estimate import estimate
from csk_ros.register.examination import examine
from csk_ros.register.homography import (
    Matrix,
    Size,
    about_centre,
    displacements,
    places,
    resize_between,
)
from csk_ros.register.moment import Moment, sizes
from csk_ros.register.registration_error import RegistrationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SCALE, ANGLE, SHIFT, PERSPECTIVE = 0.1, np.deg2rad(5), 40 / 640, 0.02
"""Largest change: of scale; in radians; of the width; of scale from the centre to a side."""


@dataclass(frozen=True)
class Recovery:
    """One known warp, found again or not."""

    error: float
    """Mean displacement over the thermal picture in pixels, against the reference warped likewise."""
    plain_error: float
    """The same against the plain resize warped likewise, as if that registered the pictures."""
    apart: float
    """What the examination says of itself: median pixels between its halves."""
    refused: bool


@dataclass(frozen=True)
class SelfTest:
    """Many warps."""

    reference_moments: int
    reference_shift: float
    """Mean displacement over the thermal picture between reference and plain resize, in pixels."""
    recoveries: tuple[Recovery, ...]


def self_test(moments: Sequence[Moment], frames: int, warps: int, progress: Callable[[], object]) -> SelfTest:
    """Warp the rgb pictures by random homographies, and estimate from a few moments at a time.

    What the pictures show without a warp is estimated from every second moment; the others are warped.
    The errors so contain all that differs from moment to moment, but nothing that is alike in all.

    Args:
        moments: twice as many as frames or more.
        frames: moments of each estimate.
        warps: how many.
        progress: called after each.

    Raises:
        RegistrationError: too few moments, or pictures of several sizes.
    """
    rgb_size, thermal_size = sizes(moments)
    known, others = moments[::2], moments[1::2]
    if len(others) < frames:
        raise RegistrationError(
            f"--self-test: expected {2 * frames} moments or more, twice the number of --frames, "
            f"got {len(moments)}"
        )
    reference = estimate([moment.grey() for moment in known]).homography
    resize = resize_between(rgb_size, thermal_size)
    grid = places(thermal_size)
    random = np.random.default_rng(0)
    recoveries = []
    for _ in range(warps):
        warp = _random_warp(random, rgb_size)
        chosen = sorted(random.choice(len(others), frames, replace=False))
        found = examine([_warped(others[index], warp) for index in chosen])
        homography = found.estimate.homography
        recoveries.append(
            Recovery(
                float(displacements(reference @ warp, homography, grid).mean()),
                float(displacements(resize @ warp, homography, grid).mean()),
                float(np.median(found.apart)),
                bool(found.complaint),
            )
        )
        progress()
    shift = float(displacements(resize, reference, grid).mean())
    return SelfTest(len(known), shift, tuple(recoveries))


def _random_warp(random: np.random.Generator, size: Size) -> Matrix:
    """From warped to true rgb pixels."""
    scale = 1 + random.uniform(-SCALE, SCALE)
    angle = random.uniform(-ANGLE, ANGLE)
    shift = random.uniform(-SHIFT, SHIFT, 2) * size[0]
    bend = random.uniform(-PERSPECTIVE, PERSPECTIVE, 2) / (np.array(size) / 2)
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    turned = np.array([[cos, -sin, shift[0]], [sin, cos, shift[1]], [0, 0, 1.0]])
    bent = np.array([[1, 0, 0], [0, 1, 0], [*bend, 1.0]])
    return about_centre(size, turned @ bent)


def _warped(moment: Moment, warp: Matrix) -> Moment:
    height, width = moment.rgb.shape[:2]
    # What lies outside is continued: a black border would give the warp away, or lead astray.
    rgb = cv2.warpPerspective(
        moment.rgb, np.linalg.inv(warp), (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return replace(moment, rgb=np.asarray(rgb, np.uint8))

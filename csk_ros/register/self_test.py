"""How well warps that are known are found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.register.estimate import estimate
from csk_ros.register.examination import examine
from csk_ros.register.homography import displacements, grid_points, resize_between
from csk_ros.register.known_warp import random_warp, warped
from csk_ros.register.moment import sizes
from csk_ros.register.registration_error import RegistrationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csk_ros.register.moment import Moment


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
    grid = grid_points(thermal_size)
    random = np.random.default_rng(0)
    recoveries = []
    for _ in range(warps):
        warp = random_warp(random, rgb_size)
        chosen = sorted(random.choice(len(others), frames, replace=False))
        found = examine([warped(others[index], warp) for index in chosen])
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

"""An estimate, and whether it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.register.estimate import Estimate, estimate
from csk_ros.register.homography import (
    Matrix,
    corners_and_centre,
    displacements,
    implausibility,
)
from csk_ros.register.moment import sizes
from csk_ros.register.moment_match import moment_matches, significance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.register.moment import Moment

FEWEST = 8
"""Moments; fewer cannot be halved and compared."""

LEAST_SIGNIFICANCE = 4.0
"""Standard errors by which pictures of one moment have to fit better than those of different ones."""

MOST_APART, MOST_APART_ANYWHERE = 0.01, 0.025
"""Of the thermal picture's width, between the estimates of two halves: median and worst place."""


@dataclass(frozen=True, eq=False)
class Examination:
    """What moments say of the registration, and what speaks against it."""

    estimate: Estimate
    apart: Matrix
    """[5], thermal pixels between the estimates of two halves, at the corners and the centre."""
    complaint: str
    """Why the estimate cannot be trusted, and what to do; empty if it can."""


def examine(moments: Sequence[Moment]) -> Examination:
    """Estimate from all moments, and from every second one to see whether that says the same.

    Each half's estimate is also tried on the other half, against pictures that don't belong together: an
    estimate always fits the pictures that it was made of.

    Raises:
        RegistrationError: no moments, or pictures of several sizes.
    """
    rgb_size, thermal_size = sizes(moments)
    pairs = [moment.grey() for moment in moments]
    found = estimate(pairs)
    if len(pairs) < FEWEST:
        return Examination(
            found,
            np.full(5, np.nan),
            f"expected {FEWEST} or more moments at which both cameras show something, got {len(pairs)}; "
            "record longer, with things in view that both cameras see",
        )
    halves = pairs[::2], pairs[1::2]
    estimates = [estimate(half).homography for half in halves]
    matches = [moment_matches(half, other) for half, other in zip(halves, estimates[::-1], strict=True)]
    nonsense = next(filter(None, (implausibility(h, rgb_size, thermal_size) for h in estimates)), "")
    apart = (
        np.full(5, np.inf)
        if nonsense
        else displacements(estimates[0], estimates[1], corners_and_centre(thermal_size))
    )
    implausible = implausibility(found.homography, rgb_size, thermal_size) or nonsense
    complaint = _complaint(significance(np.concatenate(matches)), implausible, apart, thermal_size[0])
    return Examination(found, apart, complaint)


def _complaint(significant: float, implausible: str, apart: Matrix, width: int) -> str:
    if significant < LEAST_SIGNIFICANCE:
        return (
            "the pictures of one moment fit each other no better than those of different moments "
            f"({significant:.1f} standard errors, {LEAST_SIGNIFICANCE:g} are needed): the cameras see too "
            "little in common, their clocks differ, or nothing moves; record while the robot drives past "
            "things with edges, and see `sync-check`"
        )
    if implausible:
        return f"the estimate makes no sense for two cameras side by side: {implausible}"
    if np.median(apart) > MOST_APART * width or apart.max() > MOST_APART_ANYWHERE * width:
        return (
            f"two halves of the moments disagree by {np.median(apart):.1f} pixels (median of the corners and "
            f"the centre, worst {apart.max():.1f}); use more --frames of a longer recording, of scenes "
            "farther away"
        )
    return ""

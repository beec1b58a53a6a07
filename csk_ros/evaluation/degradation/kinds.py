"""The ways in which rgb gets worse, each with the severities that are measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csk_ros.evaluation.degradation.displacement import rotate, shift, zoom
from csk_ros.recording.picture_damage import blur, cover, cover_part, darken, fog, glare

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.evaluation.degradation.look import LimitName

    Later = Callable[[int], "NDArray[np.uint8]"]
    """Reads the rgb picture of the pair so many further on."""

MID_GREY = 128
"""Level of fog and of what covers a part: far from dark and from glaring, so that only contrast tells."""

SEED = 0
"""Of a cover's noise, the same on every picture."""

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Kind:
    """One way in which rgb gets worse."""

    what: str
    """What happens to the picture."""
    unit: str
    """What a severity is: the heading of its column."""
    severities: tuple[float, ...]
    """In the order that they are shown in: from mild to severe, of `cover` from dark to bright."""
    harm: Callable[[Picture, float, Later], Picture]
    """Makes the worse picture, u8[H, W, 3], of a picture, a severity and the pictures that come later."""
    limit: LimitName | None = None
    """The node's limit that is meant for it; None if it does not show in a single picture."""


def _alone(damage: Callable[[Picture, float], Picture]) -> Callable[[Picture, float, Later], Picture]:
    """Of damage that needs no other picture."""
    return lambda rgb, severity, _: damage(rgb, severity)


def _freeze(rgb: Picture, pairs: float, later: Later) -> Picture:
    stuck = later(int(pairs))
    if stuck.shape != rgb.shape:
        raise ValueError(
            f"pictures of one size can be frozen onto each other, these are {list(rgb.shape)} and "
            f"{list(stuck.shape)}; leave freeze out"
        )
    return stuck


KINDS: dict[str, Kind] = {
    "darken": Kind(
        "every value times a factor",
        "factor",
        (0.5, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0),
        _alone(darken),
        "dark_level",
    ),
    "glare": Kind(
        "light added from the middle outwards",
        "strength",
        (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1),
        _alone(glare),
        "glare_share",
    ),
    "fog": Kind(
        f"every value drawn towards grey {MID_GREY}",
        "density",
        (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98),
        _alone(lambda rgb, density: fog(rgb, density, MID_GREY)),
        "flat_contrast",
    ),
    "blur": Kind("a lens out of focus", "sigma", (1, 2, 4, 8, 16, 32), _alone(blur), "flat_contrast"),
    "cover": Kind(
        "nothing but a grey",
        "level",
        (4, 32, 64, 128, 192, 240),
        _alone(lambda rgb, level: cover(rgb, int(level), SEED)),
        "flat_contrast",
    ),
    "occlude": Kind(
        f"grey {MID_GREY} over the columns from the left",
        "share",
        (0.1, 0.25, 0.5, 0.75, 0.9),
        _alone(lambda rgb, share: cover_part(rgb, share, MID_GREY, SEED)),
        "flat_contrast",
    ),
    "freeze": Kind("rgb of a pair further on", "pairs", (1, 2, 5, 10), _freeze),
    "shift": Kind(
        "rgb to the right: frozen or late while the scene moves",
        "pixels",
        (1, 2, 5, 10, 20, 40),
        _alone(shift),
    ),
    "zoom": Kind("rgb enlarged about the middle", "factor", (1.02, 1.05, 1.1, 1.2), _alone(zoom)),
    "rotate": Kind("rgb turned about the middle", "degrees", (1, 2, 5, 10), _alone(rotate)),
}
"""Every kind by its name."""

"""Whether a moment was bright or dark, as the colour camera measured it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from csk_ros.stream.picture_quality import grey_levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

BRIGHT_FROM = 55.0
"""Mean grey level of 255: 98 of 100 day pictures of MSRS lie above it, and as many night pictures below."""


class Lighting(str, Enum):
    """The light that a moment was seen in."""

    BRIGHT = "bright"
    DARK = "dark"
    UNKNOWN = "unknown"
    """No colour picture had come."""

    def __str__(self) -> str:
        return self.value


def lighting_of(thumbnail: NDArray[Any]) -> Lighting:
    """Judge the thumbnail of a colour picture, [h, w] or [h, w, 3], see `messages.thumbnail`."""
    return Lighting.BRIGHT if grey_levels(thumbnail).mean() >= BRIGHT_FROM else Lighting.DARK

"""Judge one picture of the colour camera by its thumbnail: dark, glaring, flat or fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCKS = (8, 6)
"""Columns and rows over which darkness is judged: a lit doorway must not hide a dark street."""

DARK_SHARE = 0.9
"""So many of the blocks are dark in a dark picture: one lamp in the night does not help."""

SATURATED = 250.0
"""Grey level of 255 from which on a sample is taken to be blown out."""

RELEASE = 1.25
"""A picture once called bad must be this much better than the limit, so that noise does not flap."""


@dataclass(frozen=True)
class PictureSettings:
    """Limits on a grey scale of 0..255; a limit of 0 turns its check off.

    The defaults stand where rgb ceases to help the shipped model: until there `python -m csk_ros degrade`
    finds its fused answer better than that of thermal alone (docs/fallback.md has the curves).
    """

    dark_level: float = 3.0
    """A block with a mean below this is dark. Street lamps at night give 20 and more."""
    glare_share: float = 0.4
    """Share of blown-out samples from which on a picture glares."""
    flat_contrast: float = 2.0
    """Standard deviation below which a picture shows nothing: fog, a cover, a dead sensor."""


def judge_picture(
    thumbnail: NDArray[Any], settings: PictureSettings, *, current: Health = Health.OK
) -> Health:
    """Judge a colour picture.

    Args:
        thumbnail: [h, w] or [h, w, 3], unsigned integers of any width, or floats in 0..1.
        settings: the limits.
        current: what the stream is called now; leaving that verdict takes a margin.

    Returns:
        DARK, GLARE, FLAT or OK.
    """
    grey = grey_levels(thumbnail)
    dark_limit = settings.dark_level * (RELEASE if current is Health.DARK else 1.0)
    glare_limit = settings.glare_share / (RELEASE if current is Health.GLARE else 1.0)
    flat_limit = settings.flat_contrast * (RELEASE if current is Health.FLAT else 1.0)
    blocks = cv2.resize(grey, BLOCKS, interpolation=cv2.INTER_AREA)
    if np.mean(blocks < dark_limit) >= DARK_SHARE:
        return Health.DARK
    if settings.glare_share > 0 and np.mean(grey >= SATURATED) >= glare_limit:
        return Health.GLARE
    if grey.std() < flat_limit:
        return Health.FLAT
    return Health.OK


def grey_levels(thumbnail: NDArray[Any]) -> NDArray[np.float32]:
    """Bring a colour picture's thumbnail to float32[h, w] in 0..255, whatever its depth."""
    full_scale = np.iinfo(thumbnail.dtype).max if thumbnail.dtype.kind == "u" else 1.0
    grey = thumbnail.astype(np.float32) * np.float32(255.0 / full_scale)
    return grey if grey.ndim == 2 else np.asarray(grey.mean(axis=2), dtype=np.float32)

"""What a picture may be called by the documented limits, counted anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.campaign.shot import SIZE
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.campaign.shot import Shot
    from csk_ros.stream.picture_quality import PictureSettings

BLOCK = (8, 8)
"""Rows and columns of a block: a picture has 6 x 8 of them."""

DARK_SHARE = 0.9
"""So many of the blocks are dark in a dark picture."""

SATURATED = 250
"""Grey level from which on a sample is blown out."""

RELEASE = 1.25
"""What is once called bad must be this much better."""

ROUNDING = 1e-4
"""A figure so near its limit may lie on either side."""

UNDECIDED = frozenset({Health.OK, Health.DARK, Health.GLARE, Health.FLAT})


@dataclass(frozen=True)
class Figures:
    """What the limits are held against."""

    blocks: NDArray[np.float64]
    """The mean of every block."""
    blown_out: float
    """Share of samples."""
    contrast: float

    @classmethod
    def of(cls, image: NDArray[Any]) -> Figures | None:
        """Of a colour picture, uint8[h, w, 3]; None for one of another size, whose blocks split pixels."""
        if image.shape[:2] != SIZE:
            return None
        grey = image.astype(np.float64).mean(axis=2)
        (height, width), (rows, columns) = SIZE, BLOCK
        blocks = grey.reshape(height // rows, rows, width // columns, columns).mean(axis=(1, 3))
        return cls(blocks, float((grey >= SATURATED).mean()), float(grey.std()))


def measured_looks(shot: Shot, limits: PictureSettings) -> frozenset[Health]:
    """Say what a colour picture may be called, whatever it was called before."""
    figures = _figures(shot)
    if figures is None:
        return UNDECIDED
    return frozenset(
        _name(figures, limits, before, rounding)
        for before in (Health.OK, Health.DARK, Health.GLARE, Health.FLAT)
        for rounding in (1 - ROUNDING, 1 + ROUNDING)
    )


@lru_cache(maxsize=1024)
def _figures(shot: Shot) -> Figures | None:
    return Figures.of(shot.picture.image)


def _name(figures: Figures, limits: PictureSettings, before: Health, rounding: float) -> Health:
    dark = limits.dark_level * rounding * (RELEASE if before is Health.DARK else 1)
    glare = limits.glare_share * rounding / (RELEASE if before is Health.GLARE else 1)
    flat = limits.flat_contrast * rounding * (RELEASE if before is Health.FLAT else 1)
    if np.count_nonzero(figures.blocks < dark) >= DARK_SHARE * figures.blocks.size:
        return Health.DARK
    if limits.glare_share > 0 and figures.blown_out >= glare:
        return Health.GLARE
    return Health.FLAT if figures.contrast < flat else Health.OK

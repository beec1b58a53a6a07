"""What both cameras saw at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.register.registration_error import RegistrationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from csk_ros.register.homography import Size
    from csk_ros.register.pyramid_level import Grey


OUTLIERS = (0.5, 99.5)
"""Percentiles of a thermal picture between which its numbers are believed."""


@dataclass(frozen=True, eq=False)
class Moment:
    """An rgb and a thermal picture."""

    stamp: int
    """Of the thermal picture in nanoseconds."""
    rgb: NDArray[np.uint8]
    """uint8[H, W, 3]."""
    thermal: NDArray[Any]
    """[H, W] of any type."""

    def grey(self) -> tuple[Grey, Grey]:
        """Both pictures as float32[H, W]; thermal without pixels that are no measurements."""
        rgb = cv2.cvtColor(self.rgb, cv2.COLOR_RGB2GRAY)
        thermal = self.thermal.astype(np.float32)
        low, high = np.nanpercentile(thermal, OUTLIERS).astype(np.float32)
        # Dead pixels and rows of telemetry would outshine all edges.
        return rgb.astype(np.float32), np.clip(np.nan_to_num(thermal, nan=low), low, high)


def sizes(moments: Sequence[Moment]) -> tuple[Size, Size]:
    """The size of all rgb and of all thermal pictures.

    Raises:
        RegistrationError: no moments, or pictures of several sizes.
    """
    if not moments:
        raise RegistrationError(
            "expected moments at which both cameras show something, got none; pictures that are black, "
            "covered or glaring do not count, nor do those of the two cameras whose stamps are far apart"
        )
    found = []
    for stream in ("rgb", "thermal"):
        shapes = {getattr(moment, stream).shape[:2] for moment in moments}
        if len(shapes) > 1:
            named = ", ".join(sorted(f"{width}x{height}" for height, width in shapes)[:3])
            raise RegistrationError(
                f"expected {stream} pictures of one size, got {len(shapes)}, such as {named}; a homography "
                "holds for one size alone"
            )
        ((height, width),) = shapes
        found.append((width, height))
    return found[0], found[1]

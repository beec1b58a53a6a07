"""Thermal pictures for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from csk_ros.inference.normalization import Normalization

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.thermal.running_limits import Limits


def thermal_to_grey(thermal: NDArray[Any], limits: Limits | None = None) -> NDArray[np.uint8]:
    """Show a thermal picture [H, W] of u8, u16 or f32, in any unit, as u8[H, W]: the warmer, the brighter.

    It is stretched by a `Normalization` of defaults: what people see does not depend on the model.

    Args:
        thermal: the picture.
        limits: what becomes black and white, None for the picture's own.
    """
    return cv2.convertScaleAbs(Normalization().stretch_thermal(thermal, limits), alpha=255).astype(
        np.uint8, copy=False
    )

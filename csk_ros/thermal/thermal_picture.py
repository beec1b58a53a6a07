"""A thermal picture's numbers, cleaned: the scene alone, the warmer the larger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.thermal.thermal_settings import ThermalSettings


class NoSceneError(ValueError):
    """A picture has no more rows than telemetry; the message says which were expected and how many came."""


@dataclass(frozen=True, eq=False)
class ThermalPicture:
    """A cleaned picture and which of its numbers mean something."""

    numbers: NDArray[Any]
    """[H, W] of u8, u16 or f32, as the camera sent them but for what `clean` does."""
    lowest: float
    """Numbers under this one are no measurements."""
    highest: float
    """Nor are those over this one: the sensor was saturated, or the pixel is dead."""
    rows: slice
    """Those that show the scene."""

    def measured(self, sample: NDArray[Any]) -> NDArray[Any]:
        """Those of some numbers that are measurements, in the same order."""
        if sample.dtype == np.uint8:
            # Every number of eight bits is one.
            return sample
        # What is not a number fails both comparisons.
        return sample[(sample >= self.lowest) & (sample <= self.highest)]


def clean(raw: NDArray[Any], settings: ThermalSettings) -> ThermalPicture:
    """Take out of a picture what is no picture.

    Bits above the used ones go. Telemetry becomes a copy of the scene's row next to it, so that the picture
    keeps its grid. Black-hot pictures are turned round, within the range of their numbers.

    Args:
        raw: [H, W] of u8, u16 or f32, as decoded.
        settings: what is known of the camera.

    Raises:
        NoSceneError: the picture has no more rows than telemetry.
    """
    numbers = raw
    kind = raw.dtype.kind
    top = float(np.iinfo(raw.dtype).max) if kind == "u" else np.inf
    if raw.dtype == np.uint16 and settings.bits < 16:
        top = float((1 << settings.bits) - 1)
        numbers = numbers & np.uint16(top)
    rows = settings.telemetry.rows(raw.shape[0])
    if rows.start >= rows.stop:
        raise NoSceneError(
            f"expected a thermal picture of more rows than its telemetry, {settings.telemetry.top} at the "
            f"top and {settings.telemetry.bottom} at the bottom; it has {raw.shape[0]}"
        )
    if rows.stop - rows.start < raw.shape[0]:
        numbers = numbers.copy()
        numbers[: rows.start] = numbers[rows.start]
        numbers[rows.stop :] = numbers[rows.stop - 1]
    if settings.black_hot:
        numbers = -numbers if kind == "f" else numbers.dtype.type(top) - numbers
    if raw.dtype == np.uint16:
        # The ends of the range are where dead and saturated pixels lie.
        return ThermalPicture(numbers, 1.0, top - 1.0, rows)
    if kind == "f":
        finite = float(np.finfo(raw.dtype).max)
        return ThermalPicture(numbers, -finite, finite, rows)
    return ThermalPicture(numbers, 0.0, top, rows)

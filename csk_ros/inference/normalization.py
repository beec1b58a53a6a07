"""How pictures become the numbers a network was trained on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from csk_ros.thermal.running_limits import Limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAMPLES = 20_000
"""Percentiles are taken of about this many pixels; more cost time and change nothing."""


@dataclass(frozen=True)
class Normalization:
    """Normalisation of rgb and thermal pictures; training and inference use the very same.

    The defaults are those of EfficientNet-Lite0: (x - 127) / 128.

    Raises:
        ValueError: a standard deviation or the gamma is not positive, or the percentiles are not in order.
    """

    rgb_mean: tuple[float, float, float] = (127.0, 127.0, 127.0)
    """In units of 0..255."""
    rgb_std: tuple[float, float, float] = (128.0, 128.0, 128.0)
    """In units of 0..255."""
    thermal_low: float = 1.0
    """Percentile of a thermal picture that becomes 0."""
    thermal_high: float = 99.5
    """Percentile of a thermal picture that becomes 1."""
    thermal_gamma: float = 0.7
    """Exponent after stretching: under 1 it lifts what is hardly warmer than its surroundings."""
    thermal_mean: float = 127.0
    """Subtracted after stretching to 0..255."""
    thermal_std: float = 128.0
    """Divided by after stretching to 0..255."""

    def __post_init__(self) -> None:
        if not min(*self.rgb_std, self.thermal_std, self.thermal_gamma) > 0:
            raise ValueError("normalisation needs rgb_std, thermal_std and thermal_gamma over 0")
        if not 0 <= self.thermal_low < self.thermal_high <= 100:
            raise ValueError(
                "normalisation needs 0 <= thermal_low < thermal_high <= 100, "
                f"not {self.thermal_low} and {self.thermal_high}"
            )

    def rgb(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Normalise a colour picture u8[H, W, 3] to f32[3, H, W].

        The result is a view of [H, W, 3] memory, which torch calls channels last.
        """
        values = np.arange(256, dtype=np.float32)[:, None]
        mean, std = np.array(self.rgb_mean, np.float32), np.array(self.rgb_std, np.float32)
        table: NDArray[np.float32] = ((values - mean) / std)[None]
        normalised = cast("NDArray[np.float32]", cv2.LUT(picture, table))
        return np.moveaxis(normalised, 2, 0)

    def stretch_thermal(self, picture: NDArray[Any], limits: Limits | None = None) -> NDArray[np.float32]:
        """Stretch a thermal picture [H, W] of u8, u16 or f32, in any unit, to f32[H, W] of 0..1.

        Cameras differ in unit and range, so the picture's own percentiles are the scale: a picture and its
        multiple with an offset give the same result. A constant picture gives zeros; a pixel that is not a
        number gives 0.

        Args:
            picture: what the camera sent.
            limits: what becomes 0 and 1, None for the picture's own.
        """
        low, high = map(np.float32, limits or self.thermal_limits(sampled(picture)))
        if not high > low:
            return np.zeros(picture.shape, np.float32)
        if picture.dtype == np.float32:
            return self._stretch(picture, low, high)
        # Of whole numbers there are fewer values than pixels.
        if picture.dtype == np.uint8:
            values = np.arange(256, dtype=np.float32)
            return cast("NDArray[np.float32]", cv2.LUT(picture, self._stretch(values, low, high)))
        # Limits that follow many pictures may lie between whole numbers, and beyond those of this type.
        largest = int(np.iinfo(picture.dtype).max)
        bottom, top = min(max(math.floor(low), 0), largest), min(max(math.ceil(high), 0), largest)
        table = self._stretch(np.arange(bottom, top + 1, dtype=np.float32), low, high)
        places = np.clip(picture, bottom, top) - picture.dtype.type(bottom)
        return cast("NDArray[np.float32]", table.take(places))

    def _stretch(self, values: NDArray[np.float32], low: np.float32, high: np.float32) -> NDArray[np.float32]:
        # Pixels and limits are whole numbers in most formats, so that differences are exact, and so are
        # quotients up to one rounding: this order of operations makes the scale and offset cancel exactly.
        stretched = values - low
        stretched /= high - low
        if np.isnan(stretched).any():
            stretched[np.isnan(stretched)] = 0.0
        np.clip(stretched, 0.0, 1.0, out=stretched)
        return cast("NDArray[np.float32]", cv2.pow(stretched, self.thermal_gamma).reshape(values.shape))

    def standardise_thermal(self, stretched: NDArray[np.float32]) -> NDArray[np.float32]:
        """Bring a stretched thermal picture f32[H, W] of 0..1 to the network's range, f32[1, H, W]."""
        scale, offset = 255.0 / self.thermal_std, self.thermal_mean / self.thermal_std
        standardised: NDArray[np.float32] = stretched * np.float32(scale) - np.float32(offset)
        return standardised[None]

    def thermal_limits(self, sample: NDArray[Any]) -> Limits:
        """Find the values that become 0 and 1 among pixels of u8, u16 or f32, equal ones if all are alike.

        What is not finite does not count.
        """
        # Several times as fast as np.percentile: NumPy sorts 16 bits with vector instructions, not 8.
        ordered = np.sort(sample.astype(np.uint16) if sample.dtype == np.uint8 else sample, axis=None)
        if ordered.dtype == np.float32:
            ordered = ordered[np.isfinite(ordered)]
        if ordered.size == 0:
            return Limits(0.0, 0.0)
        # Values of the picture itself, not in between: see stretch_thermal.
        low, high = (
            ordered[round(percentile / 100 * (ordered.size - 1))]
            for percentile in (self.thermal_low, self.thermal_high)
        )
        if low == high:
            # A noiseless simulator shows one temperature nearly everywhere, and bodies are still to be seen.
            low, high = ordered[0], ordered[-1]
        return Limits(float(low), float(high))


def sampled(picture: NDArray[Any]) -> NDArray[Any]:
    """Pixels of a picture [H, W] that stand for all of it, evenly spread."""
    step = max(1, int((picture.size / _SAMPLES) ** 0.5))
    return picture[::step, ::step]

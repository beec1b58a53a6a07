"""Whether the bytes of an image's numbers lie in the order that its message says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS, COLUMNS, FEWEST = 48, 256, 512

# Measured on 12,000 thermal images of all contrasts, offsets and amounts of noise, with dead pixels: in the
# right order they are at most 1.02 times as rough as in the wrong one, and in the wrong order at most 0.55 of
# the steps of the high byte are carries.
_ROUGHER, _ROUGH = 2.0, 0.3
_CARRIES, _FEWEST_STEPS = 0.8, 100
_PLAUSIBLE = (1e-6, 1e9)
_MOST, _HALF = 0.99, 0.5


def bytes_swapped(image: NDArray[Any]) -> bool | None:
    """Check an image by a part of it.

    Args:
        image: [h, w] of uint16 or float32, as read in the order that its message says.

    Returns:
        True if the bytes are the other way round beyond doubt, False if they are right beyond doubt, None
        if the image does not tell: 8 bits in 16, flat or very small ones, noise.
    """
    rows, columns = image.shape
    left = max(0, columns - COLUMNS) // 2
    part = np.ascontiguousarray(image[:: max(1, rows // ROWS), left : left + COLUMNS])
    if part.size < FEWEST or part.shape[1] < 2:
        return None
    other = part.byteswap()
    if part.dtype != np.uint16:
        return _differing(_are_measurements(other, part), _are_measurements(part, other))
    by_carries = _differing(_has_carries(other), _has_carries(part))
    if by_carries is False:
        return False
    # Ranks are what takes time: a quarter of the part is enough for them.
    here, there = (_roughness(numbers[::2, : COLUMNS // 2]) for numbers in (part, other))
    by_noise = _differing(_is_noise(here, there), _is_noise(there, here))
    told = {by_carries, by_noise} - {None}
    return told.pop() if len(told) == 1 else None


def _differing(swapped: bool, right: bool) -> bool | None:  # noqa: FBT001 - the two of one question
    return None if swapped == right else swapped


def _is_noise(roughness: float, other: float) -> bool:
    """A scene is smooth; with the bytes swapped, the noise of its low byte comes to be the high one."""
    return roughness >= _ROUGH and roughness >= _ROUGHER * other


def _has_carries(numbers: NDArray[np.uint16]) -> bool:
    """Whether the low byte begins anew where the high one goes on by one, from pixel to pixel."""
    high, low = np.diff((numbers >> 8).astype(np.int16)), np.diff((numbers & 255).astype(np.int16))
    steps = np.abs(high) == 1
    carries = np.sign(low[steps]) == -high[steps]
    return carries.size >= _FEWEST_STEPS and float(carries.mean()) >= _CARRIES


def _roughness(numbers: NDArray[np.uint16]) -> float:
    """Mean change to the next pixel by that between any two pixels: 1 for noise, 0 for a plain area.

    Of ranks, so that a few dead pixels weigh no more than others.
    """
    _, which, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - counts
    each = ranks[which.reshape(numbers.shape)]
    count = numbers.size
    weights = 2.0 * np.arange(1, count + 1) - count - 1
    between = 2.0 * float(weights @ np.repeat(ranks, counts)) / (count * (count - 1.0))
    return float(np.abs(np.diff(each, axis=1)).mean()) / between if between else 0.0


def _are_measurements(numbers: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """Measurements lie within a few powers of ten; with the bytes swapped they lie anywhere."""
    return _plausible(numbers) >= _MOST and _plausible(other) <= _HALF


def _plausible(numbers: NDArray[np.float32]) -> float:
    """Share of numbers that can be measurements."""
    magnitudes = np.abs(numbers)
    return float(np.mean((magnitudes >= _PLAUSIBLE[0]) & (magnitudes <= _PLAUSIBLE[1])))

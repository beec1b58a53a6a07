"""How alike two signals are at every offset, block by block of the recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.sync_check.signal import STEP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.sync_check.signal import Signal

BLOCK = 2.0
"""Seconds of a block: longer than most motions last, so that blocks are nearly independent."""

USED = 0.5
"""A block counts if both cameras showed something usable for this share of it."""


@dataclass(frozen=True)
class BlockCorrelation:
    """Sums by block and offset, which add up to the correlation of any choice of blocks."""

    products: NDArray[np.float64]
    """[blocks, offsets]."""
    rgb_squares: NDArray[np.float64]
    """[blocks, offsets]."""
    thermal_squares: NDArray[np.float64]
    """[blocks, offsets]."""
    times: NDArray[np.float64]
    """[blocks] seconds of their middles."""

    def __len__(self) -> int:
        return len(self.times)

    def curve(self, blocks: NDArray[np.int64] | slice) -> NDArray[np.float64]:
        """[offsets] correlation of -1..1 over the chosen blocks; one that is listed twice counts twice."""
        squares = self.rgb_squares[blocks].sum(axis=0) * self.thermal_squares[blocks].sum(axis=0)
        products = self.products[blocks].sum(axis=0)
        return np.asarray(products / np.sqrt(np.where(squares > 0, squares, np.inf)))

    def part(self, blocks: slice) -> BlockCorrelation:
        """Some of the blocks alone."""
        return BlockCorrelation(
            self.products[blocks], self.rgb_squares[blocks], self.thermal_squares[blocks], self.times[blocks]
        )


def usable_blocks(rgb: Signal, thermal: Signal) -> NDArray[np.float64]:
    """[blocks] seconds at which the blocks begin in which both cameras showed something usable."""
    count = round(BLOCK / STEP)
    first, last = max(rgb.start[0], thermal.start[0]), min(rgb.end[-1], thermal.end[-1])
    starts = np.arange(first, last - BLOCK, BLOCK)
    seen = [rgb.sample(start, count, STEP)[1] @ thermal.sample(start, count, STEP)[1] for start in starts]
    return np.asarray(starts[np.array(seen, np.float64) >= USED * count])


def correlate(
    rgb: Signal,
    thermal: Signal,
    rgb_starts: NDArray[np.float64],
    thermal_starts: NDArray[np.float64],
    limit: float,
) -> BlockCorrelation:
    """Lay rgb beside thermal at every offset that is added to its time, block by block.

    The two blocks of a pair may be of different times: they then show what chance alone does.

    Args:
        rgb: the colour camera's signal.
        thermal: the thermal camera's.
        rgb_starts: [blocks] seconds at which the blocks of rgb begin.
        thermal_starts: [blocks] likewise.
        limit: seconds; offsets go from -limit to limit.
    """
    width = max(rgb.period, thermal.period)
    count, reach = round(BLOCK / STEP), round(limit / STEP)
    sums = np.zeros((3, len(thermal_starts), 2 * reach + 1))
    for block, (rgb_start, thermal_start) in enumerate(zip(rgb_starts, thermal_starts, strict=True)):
        y, y_counts = thermal.sample(thermal_start, count, width)
        x, x_counts = rgb.sample(rgb_start - reach * STEP, count + 2 * reach, width)
        # Rgb that is to appear later is taken from earlier, hence the turn.
        sums[0, block] = _sliding_products(x, y)[::-1]
        sums[1, block] = np.correlate(np.square(x).sum(axis=1), y_counts, "valid")[::-1]
        sums[2, block] = np.correlate(x_counts, np.square(y).sum(axis=1), "valid")[::-1]
    products, rgb_squares, thermal_squares = sums
    return BlockCorrelation(products, rgb_squares, thermal_squares, thermal_starts + BLOCK / 2)


def _sliding_products(long: NDArray[np.float64], short: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of products over all channels, with `short` laid on `long` at every place where it fits."""
    size = len(long)
    # By frequencies: one transform instead of two hundred products, which BLAS would share among threads
    # that wait for each other on a busy computer.
    spectrum = np.fft.rfft(long, axis=0) * np.conj(np.fft.rfft(short, size, axis=0))
    return np.fft.irfft(spectrum.sum(axis=1), size)[: size - len(short) + 1]

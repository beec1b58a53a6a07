"""Where in a file its messages are, and when they were recorded."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

LATEST = 2**63 - 1


class Block(NamedTuple):
    """Messages that are read from a file at once."""

    time: int
    """Of the earliest wanted message, in nanoseconds."""
    position: int
    """Where in the file it is."""


class MessagePlaces:
    """Time, channel and position of many messages: 24 bytes for each."""

    def __init__(self) -> None:
        self._times = array("q")
        self._channels = array("q")
        self._positions = array("q")

    def add(self, position: int, channel: int, times: Iterable[int]) -> None:
        """Add messages; positions must not decrease from call to call."""
        before = len(self._times)
        self._times.extend(min(time, LATEST) for time in times)
        added = len(self._times) - before
        self._channels.extend([channel] * added)
        self._positions.extend([position] * added)

    def times(self, channels: Collection[int]) -> NDArray[np.int64]:
        """Times of these channels' messages in nanoseconds, int64[n], in no order."""
        return np.array(self._times, np.int64)[self._are_of(channels)]

    def blocks(self, channels: Collection[int]) -> list[Block]:
        """What has to be read for these channels' messages."""
        wanted = self._are_of(channels)
        if not wanted.any():
            return []
        positions, starts = np.unique(np.array(self._positions, np.int64)[wanted], return_index=True)
        times = np.minimum.reduceat(np.array(self._times, np.int64)[wanted], starts)
        return list(map(Block, times.tolist(), positions.tolist()))

    def _are_of(self, channels: Collection[int]) -> NDArray[np.bool_]:
        return np.isin(np.array(self._channels, np.int64), list(channels))

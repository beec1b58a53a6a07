"""Latencies of labels, sorted by the mode that came in another message."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

from csk_ros.mode import Mode
from csk_ros.soak.latency_histogram import LatencyHistogram

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

WAITING = 64
"""Labels and modes that may wait for their counterpart, each: two seconds at 30 Hz."""


class LatencyByMode:
    """Brings labels and modes together by their stamps, in whichever order they come."""

    def __init__(self) -> None:
        self._histograms = {mode: LatencyHistogram() for mode in Mode}
        self._latencies: OrderedDict[int, float] = OrderedDict()
        self._modes: OrderedDict[int, Mode] = OrderedDict()

    @property
    def histograms(self) -> Mapping[Mode, LatencyHistogram]:
        """Of the labels whose mode has come."""
        return self._histograms

    @property
    def all(self) -> LatencyHistogram:
        """Of all modes together."""
        return sum(self._histograms.values(), LatencyHistogram())

    def see_labels(self, stamp: int, latency: float) -> None:
        """Note labels of a stamp (ns) that came after so many seconds."""
        mode = self._modes.pop(stamp, None)
        if mode is None:
            _keep(self._latencies, stamp, latency)
        else:
            self._histograms[mode].add(latency)

    def see_mode(self, stamp: int, mode: Mode) -> None:
        """Note the mode of the labels of a stamp (ns)."""
        latency = self._latencies.pop(stamp, None)
        if latency is None:
            _keep(self._modes, stamp, mode)
        else:
            self._histograms[mode].add(latency)


def _keep(waiting: OrderedDict[int, T], stamp: int, item: T) -> None:
    """Add an item and forget the oldest one that waits in vain."""
    waiting[stamp] = item
    if len(waiting) > WAITING:
        waiting.popitem(last=False)

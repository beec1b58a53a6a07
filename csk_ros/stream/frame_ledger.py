"""Account for every frame: received, published or dropped, with the reason."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.mode import Mode
    from csk_ros.stream.frame import Stream


@dataclass(frozen=True)
class FrameCounts:
    """A snapshot of the ledger."""

    received: Counter[Stream] = field(default_factory=Counter)
    published: Counter[Mode] = field(default_factory=Counter)
    dropped: Counter[tuple[Stream, str]] = field(default_factory=Counter)
    """By stream and reason. Every thermal frame without an output is here; of rgb, which owes none
    while it is the partner, those that were refused, broken, or failed as the anchor."""

    def dropped_of(self, stream: Stream) -> int:
        """Count the drops of one stream over all reasons."""
        return sum(count for (of, _), count in self.dropped.items() if of == stream)


class FrameLedger:
    """Thread-safe counts of frames: what came in goes out or is dropped with a reason."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = FrameCounts()

    def receive(self, stream: Stream) -> None:
        """Count a frame that arrived."""
        with self._lock:
            self._counts.received[stream] += 1

    def publish(self, mode: Mode) -> None:
        """Count an output."""
        with self._lock:
            self._counts.published[mode] += 1

    def drop(self, stream: Stream, reason: str) -> None:
        """Count a frame that gets no output."""
        with self._lock:
            self._counts.dropped[stream, reason] += 1

    def counts(self) -> FrameCounts:
        """Copy the counts as they stand."""
        with self._lock:
            return FrameCounts(
                Counter(self._counts.received),
                Counter(self._counts.published),
                Counter(self._counts.dropped),
            )

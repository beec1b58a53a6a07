"""Judge a stream's stamps: unset, repeated, or back at the start."""

from __future__ import annotations

from collections import deque
from enum import Enum

from csk_ros.stream.frame import nanoseconds

REWIND = nanoseconds(1.0)
"""A step back by more is a new beginning, not a late frame: no transport reorders over a second."""

REWIND_AFTER = 3
"""So many late frames in a row are a new beginning too: a short loop, or a clock set back a little."""

REMEMBERED = 64
"""Stamps that are known again when they repeat."""


class StampVerdict(str, Enum):
    """What a stamp says about its frame; the value of a refused one is its drop reason."""

    OK = "ok"
    ZERO = "zero stamp"
    REPEATED = "repeated stamp"
    REWOUND = "rewound"


class StampOrder:
    """Remembers the last stamps of one stream, and how many frames in a row came late."""

    def __init__(self) -> None:
        self._stamps: deque[int] = deque(maxlen=REMEMBERED)
        self._newest = 0
        self._late_in_row = 0

    def judge(self, stamp: int) -> StampVerdict:
        """Judge the next frame's stamp (ns).

        A frame that is only a little late is OK: whether it still comes in time is for its user to
        say. REWOUND asks the caller to start anew: `reset`, then judge again.
        """
        if stamp <= 0:
            return StampVerdict.ZERO
        if stamp in self._stamps:
            self._late_in_row += stamp != self._newest
            verdict = StampVerdict.REPEATED
        else:
            self._late_in_row = self._late_in_row + 1 if stamp < self._newest else 0
            verdict = StampVerdict.OK
        if self._newest - stamp > REWIND or self._late_in_row >= REWIND_AFTER:
            return StampVerdict.REWOUND
        if verdict is StampVerdict.OK:
            self._stamps.append(stamp)
            self._newest = max(self._newest, stamp)
        return verdict

    def reset(self) -> None:
        """Forget every stamp seen."""
        self._stamps.clear()
        self._newest = 0
        self._late_in_row = 0

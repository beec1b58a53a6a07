"""Judge a stream's stamps: unset, repeated, or back at the start."""

from __future__ import annotations

from collections import deque
from enum import Enum

from csk_ros.stream.frame import nanoseconds

REWIND = nanoseconds(1.0)
"""A step back by more is a new beginning, not a late frame: no transport reorders over a second."""

REORDERED = nanoseconds(0.1)
"""A step back by no more is a frame that others overtook: jitter, at 120 Hz over many frames."""

REWIND_AFTER = 3
"""So many later frames in a row are a new beginning too: a short loop, a clock set back a little."""

REMEMBERED = 64
"""Stamps that are known again when they repeat."""


class StampVerdict(str, Enum):
    """What a stamp says about its frame; the value of a refused one is its drop reason."""

    OK = "ok"
    ZERO = "zero stamp"
    REPEATED = "repeated stamp"
    REWOUND = "rewound"


class StampOrder:
    """Remembers the last stamps of one stream, and how many late frames came since the newest."""

    def __init__(self) -> None:
        self._stamps: deque[int] = deque(maxlen=REMEMBERED)
        self._newest = 0
        self._late = 0

    def judge(self, stamp: int) -> StampVerdict:
        """Judge the next frame's stamp (ns).

        A frame that is only a little late is OK: whether it still comes in time is for its user to
        say. REWOUND asks the caller to start anew: `reset`, then judge again.
        """
        if stamp <= 0:
            return StampVerdict.ZERO
        step_back = self._newest - stamp
        if step_back < 0:
            self._late = 0
        elif step_back > REORDERED:
            self._late += 1
        if step_back > REWIND or self._late >= REWIND_AFTER:
            return StampVerdict.REWOUND
        if stamp in self._stamps:
            return StampVerdict.REPEATED
        self._stamps.append(stamp)
        self._newest = max(self._newest, stamp)
        return StampVerdict.OK

    def reset(self) -> None:
        """Forget every stamp seen."""
        self._stamps.clear()
        self._newest = 0
        self._late = 0

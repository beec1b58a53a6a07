"""How long the node took to react to each fault of a script."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.expected_mode import expected_mode, next_change
from csk_ros.mode import NO_MODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.judging.mode_span import ModeSpan
    from csk_ros.recording.fault import Fault
    from csk_ros.recording.fault_script import FaultScript


SETTLING = 1.0
"""Seconds that a node with default limits is given to change its mode: a stream is left and trusted again
after three frames or 0.3 s, whichever is longer. Where the recording ends sooner, nothing can be told."""


@dataclass(frozen=True)
class Reaction:
    """What one fault did; times in seconds."""

    fault: Fault
    mode: str
    """Expected while the fault is on."""
    delay: float | None
    """From the fault's beginning to the first message in that mode; None: it never came."""
    return_mode: str
    """Expected once the fault is over."""
    return_delay: float | None
    """The same from the fault's end on."""
    is_due: bool
    """Whether `mode` came, or could be expected to: False if the recording ended first."""
    is_return_due: bool
    """The same of `return_mode`."""

    @property
    def complete(self) -> bool:
        """Whether both modes came while they were expected."""
        return self.delay is not None and self.return_delay is not None


def reactions(script: FaultScript, spans: Sequence[ModeSpan]) -> list[Reaction]:
    """Find for every fault when the modes came that its beginning and its end ask for.

    A mode has to come before the next fault begins or ends; 0 where it was in force already.
    """
    return [_reaction(fault, script, spans) for fault in script.faults]


def _reaction(fault: Fault, script: FaultScript, spans: Sequence[ModeSpan]) -> Reaction:
    mode, delay, is_due = _change(fault.start, script, spans)
    return_mode, return_delay, is_return_due = _change(fault.end, script, spans)
    return Reaction(fault, mode, delay, return_mode, return_delay, is_due, is_return_due)


def _change(since: float, script: FaultScript, spans: Sequence[ModeSpan]) -> tuple[str, float | None, bool]:
    """The mode that is expected from a time on, after how long it came, and whether it was due."""
    mode, until = _expected(script, since), next_change(script, since)
    delay = _delay(mode, since, until, spans)
    end = spans[-1].end if spans else math.inf
    return mode, delay, delay is not None or until < end or end - since >= SETTLING


def _expected(script: FaultScript, seconds: float) -> str:
    mode = expected_mode(script, seconds)
    return NO_MODE if mode is None else mode.value


def _delay(mode: str, since: float, until: float, spans: Sequence[ModeSpan]) -> float | None:
    for span in spans:
        if span.mode == mode and span.end > since and span.start < until:
            return max(0.0, span.start - since)
    return None

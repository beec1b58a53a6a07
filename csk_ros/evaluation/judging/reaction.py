"""How long the node took to react to each fault of a script."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.expected_mode import asks_for_change, expected_mode, next_change
from csk_ros.mode import NO_MODE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    left_for: float | None
    """Of a fault that asks for no change: how long the mode was another than the expected one meanwhile. None
    of those that ask for one."""
    return_mode: str
    """Expected once the fault is over."""
    return_delay: float | None
    """The same from the fault's end on."""
    is_due: bool
    """Whether `mode` came, or could be expected to: False if the recording ended first."""
    is_return_due: bool
    """The same of `return_mode`."""
    is_already: bool
    """Whether `mode` was in force before the fault began: it took no time."""
    is_return_already: bool
    """Whether `return_mode` was before the fault ended."""

    @property
    def complete(self) -> bool:
        """Whether both modes came while they were expected."""
        return self.delay is not None and self.return_delay is not None


def reactions(script: FaultScript, spans: Sequence[ModeSpan], *, allow_rgb: bool = True) -> list[Reaction]:
    """Find for every fault when the modes came that its beginning and its end ask for.

    A mode has to come before the next fault begins or ends; 0 where it was in force already.

    Args:
        script: the faults that were played.
        spans: the modes that came.
        allow_rgb: the node's `fallback.allow_rgb`.
    """
    expected = partial(_expected, script, allow_rgb=allow_rgb)
    return [_reaction(fault, script, spans, expected) for fault in script.faults]


def _reaction(
    fault: Fault, script: FaultScript, spans: Sequence[ModeSpan], expected: Callable[[float], str]
) -> Reaction:
    mode, delay, is_due, is_already = _change(fault.start, script, spans, expected)
    return_mode, return_delay, is_return_due, is_return_already = _change(fault.end, script, spans, expected)
    left_for = None if asks_for_change(fault) else _left_for(fault, script, spans, expected)
    return Reaction(
        fault,
        mode,
        delay,
        left_for,
        return_mode,
        return_delay,
        is_due,
        is_return_due,
        is_already,
        is_return_already,
    )


def _change(
    since: float, script: FaultScript, spans: Sequence[ModeSpan], expected: Callable[[float], str]
) -> tuple[str, float | None, bool, bool]:
    """The mode expected from a time on, how long it took, whether it was due, whether there already."""
    mode, until = expected(since), next_change(script, since)
    span = next((s for s in spans if s.mode == mode and s.end > since and s.start < until), None)
    delay = None if span is None else max(0.0, span.start - since)
    is_already = span is not None and span.start < since
    end = spans[-1].end if spans else math.inf
    is_due = span is not None or until < end or end - since >= SETTLING
    return mode, delay, is_due, is_already


def _left_for(
    fault: Fault, script: FaultScript, spans: Sequence[ModeSpan], expected: Callable[[float], str]
) -> float:
    """Seconds of a fault in which the mode was not the one that was expected at that time."""
    seconds, since = 0.0, fault.start
    while since < fault.end:
        # Other faults can begin and end meanwhile.
        mode, until = expected(since), min(next_change(script, since), fault.end)
        others = [span for span in spans if span.mode != mode]
        seconds += sum(max(0.0, min(span.end, until) - max(span.start, since)) for span in others)
        since = until
    return seconds


def _expected(script: FaultScript, seconds: float, *, allow_rgb: bool) -> str:
    mode = expected_mode(script, seconds, allow_rgb=allow_rgb)
    return NO_MODE if mode is None else mode.value

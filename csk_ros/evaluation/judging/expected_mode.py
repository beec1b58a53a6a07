"""The mode that a fault script should bring about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.mode import Mode

if TYPE_CHECKING:
    from csk_ros.recording.fault import Fault
    from csk_ros.recording.fault_script import FaultScript
    from csk_ros.stream.frame import Stream

BLINDING = frozenset({"drop", "freeze", "shutter", "darken", "cover", "glare", "truncate", "hold", "unstamp"})
"""Kinds of faults that leave nothing to use; pictures that are late or not where they were can still be."""


def expected_mode(script: FaultScript, seconds: float, *, allow_rgb: bool = True) -> Mode | None:
    """The mode that suits the cameras at that time; None if nothing can be published.

    Args:
        script: the faults.
        seconds: since the first picture.
        allow_rgb: the node's `fallback.allow_rgb`.
    """
    rgb, thermal = _blind(script, "rgb", seconds), _blind(script, "thermal", seconds)
    if rgb:
        return None if thermal else Mode.THERMAL
    if thermal:
        return Mode.RGB if allow_rgb else None
    return Mode.FUSED


def asks_for_change(fault: Fault) -> bool:
    """Whether a fault leaves its camera nothing to use; otherwise the node should answer as if it was not."""
    return fault.kind in BLINDING


def next_change(script: FaultScript, seconds: float) -> float:
    """When the next fault begins or ends after that time; infinity if none does."""
    times = [time for fault in script.faults for time in (fault.start, fault.end) if time > seconds]
    return min(times, default=float("inf"))


def _blind(script: FaultScript, camera: Stream, seconds: float) -> bool:
    return any(
        fault.camera == camera and asks_for_change(fault) and fault.is_on(seconds) for fault in script.faults
    )

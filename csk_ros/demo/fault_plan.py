"""What a fault script should make the node do, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csk_ros.mode import Mode
from csk_ros.recording.faults import FaultScript

if TYPE_CHECKING:
    from csk_ros.recording.fault import Camera

BLINDING = frozenset({"drop", "freeze", "shutter", "darken", "cover", "glare", "truncate", "hold", "unstamp"})
"""Kinds of faults that leave nothing to use; pictures that are late or not where they were can still be."""


def stretch(script: FaultScript, seconds: float) -> FaultScript:
    """Scale a script's times to a recording of that length.

    As it is written, a script is meant for a recording that goes on after the last fault for as long as it
    takes to the first one.

    Raises:
        ValueError: a script without faults, or with one that has no end.
    """
    if not script.faults:
        raise ValueError("a demo needs at least one fault")
    first = min(fault.start for fault in script.faults)
    last = max(fault.end for fault in script.faults)
    if last == float("inf"):
        raise ValueError("the faults of a demo have to end: give each one a `to`")
    scale = seconds / (last + first)
    return FaultScript(
        [replace(fault, start=fault.start * scale, end=fault.end * scale) for fault in script.faults]
    )


def expected_mode(script: FaultScript, seconds: float) -> Mode | None:
    """The mode that suits the cameras at that time; None while both are blind."""
    rgb, thermal = _blind(script, "rgb", seconds), _blind(script, "thermal", seconds)
    if rgb:
        return None if thermal else Mode.THERMAL
    return Mode.RGB if thermal else Mode.FUSED


def next_change(script: FaultScript, seconds: float) -> float:
    """When the next fault begins or ends after that time; infinity if none does."""
    times = [time for fault in script.faults for time in (fault.start, fault.end) if time > seconds]
    return min(times, default=float("inf"))


def _blind(script: FaultScript, camera: Camera, seconds: float) -> bool:
    return any(
        fault.camera == camera and fault.kind in BLINDING and fault.is_on(seconds) for fault in script.faults
    )

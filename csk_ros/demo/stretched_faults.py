"""A fault script brought to the length of a recording."""

from __future__ import annotations

from dataclasses import replace

from csk_ros.recording.fault_script import FaultScript


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

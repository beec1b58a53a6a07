"""The colour and the words of faults that videos, plots, tables and pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.mode_colours import Colour

FAULT_COLOUR: Colour = (150, 60, 70)

FAULT_WORDS: dict[str, str] = {
    "drop": "no frames",
    "lose": "frames lost",
    "delay": "late",
    "jitter": "jitter",
    "overtake": "out of order",
    "repeat": "doubled",
    "truncate": "cut short",
    "offset": "clock off",
    "drift": "clock drifts",
    "hold": "stamp stuck",
    "unstamp": "no stamps",
    "freeze": "frozen",
    "shrink": "shrunk",
    "recode": "recoded",
    "darken": "dark",
    "cover": "covered",
    "glare": "glare",
    "shutter": "shutter closed",
}
"""What a fault looks like, by its name in a script."""

RECORDING_ENDED = "recording ended"
"""In place of the time that a mode took to come: nothing can be told."""


def reaction_words(delay: float, left_for: float | None = None, *, is_already: bool) -> str:
    """What a mode did that a fault asked for, and that came.

    Args:
        delay: seconds until it was in force.
        left_for: of a fault that asks for no change: seconds that the mode was another; None of others.
        is_already: whether the mode was in force before.
    """
    if left_for is not None:
        return f"left for {left_for:.2f} s" if left_for else "kept"
    return "already" if is_already else f"{delay:.2f} s"

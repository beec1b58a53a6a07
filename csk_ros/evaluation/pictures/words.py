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

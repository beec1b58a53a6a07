"""Colours and words that videos, plots, tables and pages share."""

from __future__ import annotations

from csk_ros.evaluation.judging.mode_span import NO_MODE
from csk_ros.mode import Mode

Colour = tuple[int, int, int]

# Of the palette by Okabe and Ito, which people with any colour vision can tell apart.
MODE_COLOURS: dict[str, Colour] = {
    Mode.FUSED.value: (0, 158, 115),
    Mode.THERMAL.value: (213, 94, 0),
    Mode.RGB.value: (0, 114, 178),
    NO_MODE: (110, 110, 110),
}

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


def hex_colour(colour: Colour) -> str:
    """A colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)

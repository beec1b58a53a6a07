"""Colours and words that the video, the plot and the table share."""

from __future__ import annotations

from csk_ros.demo.mode_span import NO_MODE
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
    "freeze": "frozen",
    "delay": "late",
    "jitter": "jitter",
    "darken": "dark",
    "cover": "covered",
    "glare": "glare",
    "shutter": "shutter closed",
}
"""What a fault looks like, by its name in a script."""

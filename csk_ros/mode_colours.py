"""The colours of modes, which videos, plots and pages share."""

from __future__ import annotations

from csk_ros.mode import NO_MODE, Mode

Colour = tuple[int, int, int]

# Of the palette by Okabe and Ito, which people with any colour vision can tell apart.
MODE_COLOURS: dict[str, Colour] = {
    Mode.FUSED.value: (0, 158, 115),
    Mode.THERMAL.value: (213, 94, 0),
    Mode.RGB.value: (0, 114, 178),
    NO_MODE: (110, 110, 110),
}


def hex_colour(colour: Colour) -> str:
    """A colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)

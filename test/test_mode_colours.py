from __future__ import annotations

from csk_ros.mode import NO_MODE, Mode
from csk_ros.mode_colours import MODE_COLOURS, hex_colour


def test_every_mode_and_none_has_a_colour_of_its_own():
    assert set(MODE_COLOURS) == {*(mode.value for mode in Mode), NO_MODE}
    assert len(set(MODE_COLOURS.values())) == len(MODE_COLOURS)


def test_colours_in_hexadecimal():
    assert hex_colour((0, 158, 255)) == "#009eff"

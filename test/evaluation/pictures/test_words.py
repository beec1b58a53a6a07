from __future__ import annotations

from csk_ros.evaluation.judging.mode_span import NO_MODE
from csk_ros.evaluation.pictures.words import FAULT_WORDS, MODE_COLOURS, hex_colour
from csk_ros.mode import Mode
from csk_ros.recording.fault import KINDS


def test_every_kind_of_fault_has_its_words():
    assert set(FAULT_WORDS) == set(KINDS)
    assert len(set(FAULT_WORDS.values())) == len(FAULT_WORDS)


def test_every_mode_and_none_has_a_colour_of_its_own():
    assert set(MODE_COLOURS) == {*(mode.value for mode in Mode), NO_MODE}
    assert len(set(MODE_COLOURS.values())) == len(MODE_COLOURS)


def test_colours_in_hexadecimal():
    assert hex_colour((0, 158, 255)) == "#009eff"

from __future__ import annotations

from csk_ros.evaluation.page.mode_chip import MODE_WORDS, mode_chip
from csk_ros.mode_colours import MODE_COLOURS


def test_modes_are_explained_and_have_their_colour():
    assert set(MODE_WORDS) == set(MODE_COLOURS)
    assert mode_chip("fused") == ('<span class="mode fused" title="both cameras together">fused</span>')
    assert mode_chip("all") == '<span class="mode">all</span>'

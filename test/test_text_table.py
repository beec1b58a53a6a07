"""Tables for the terminal."""

from __future__ import annotations

from csk_ros.text_table import NOTHING, text_table


def test_words_stand_to_the_left_and_numbers_to_the_right():
    rows = [("fused", "0.840", "ok"), ("rgb", NOTHING, "")]
    assert text_table(("mode", "mIoU", "note"), rows) == [
        "  mode     mIoU   note",
        "  fused   0.840   ok",
        "  rgb         -",
    ]

"""Tables for the terminal."""

from __future__ import annotations

import pytest

from csk_ros.text_table import NOTHING, text_table


def test_words_stand_to_the_left_and_numbers_to_the_right():
    rows = [("fused", "0.840", "ok"), ("rgb", NOTHING, "")]
    assert text_table(("mode", "mIoU", "note"), rows) == [
        "  mode     mIoU   note",
        "  fused   0.840   ok",
        "  rgb         -",
    ]


@pytest.mark.parametrize(
    "number",
    ["7", "-40.0", "+3.0", "\N{MINUS SIGN}2", "1e-3", ".5", "-.5", "nan", "-inf", "12 %", "3.1 ms", "-3 ms"],
)
def test_numbers_stand_to_the_right_whatever_they_start_with(number: str):
    assert text_table(("a wide heading",), [(number,)])[1] == "  " + number.rjust(14)


@pytest.mark.parametrize("word", [NOTHING, "", "- none", "never", "nano", "information", "+ rain", "v1.0"])
def test_words_stand_to_the_left_whatever_they_start_with(word: str):
    assert text_table(("a wide heading",), [(word,)])[1] == ("  " + word).rstrip()

from __future__ import annotations

import math

import pytest

from csk_ros.evaluation.page import figure_text
from csk_ros.evaluation.page.figure_text import count, counted, percent, rate, seconds, share

SPACE = "\N{NARROW NO-BREAK SPACE}"


def test_figures_have_their_units_and_digits():
    assert share(0.79043) == "0.790"
    assert percent(0.97) == f"97.0{SPACE}%"
    assert percent(0.99996) == f">99.9{SPACE}%"
    assert seconds(0.349) == "0.35 s"
    assert rate(7.81) == "7.8 Hz"


@pytest.mark.parametrize("text", [share, percent, seconds, rate])
def test_what_is_not_known_is_a_dash(text):
    assert text(None) == text(math.nan) == figure_text.DASH
    assert text(0.0).startswith("0")


def test_numbers_stand_in_groups_of_three():
    assert count(1234567) == f"1{SPACE}234{SPACE}567"
    assert count(12) == "12"


def test_one_and_many():
    assert counted(1, "frame") == "1 frame"
    assert counted(0, "frame") == "0 frames"
    assert counted(2000, "frame") == f"2{SPACE}000 frames"

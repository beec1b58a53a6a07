"""Where things are in the video's picture, and with which letters."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from matplotlib import font_manager
from PIL import ImageFont

from csk_ros.evaluation.pictures.panel import PANEL

MARGIN = 16
WIDTH = 3 * PANEL[0] + 4 * MARGIN
HEIGHT = 640
"""Both are multiples of 16, as video encoders like it."""

BANNER = 80
"""Height of the strip in the mode's colour."""

PANEL_TOP = 122
TITLE_TOP = 92

LANE_LEFT = MARGIN + 84
LANE_WIDTH = WIDTH - LANE_LEFT - MARGIN
LANE_HEIGHT = 28
LANE_TOP = PANEL_TOP + PANEL[1] + 22
LANES = ("rgb", "thermal", "mode")
LANE_STEP = LANE_HEIGHT + 6

BACKGROUND = (24, 26, 30)
EMPTY = (12, 13, 15)
LANE = (44, 47, 53)
TEXT = (235, 235, 235)
FAINT = (160, 163, 170)
ALARM = (255, 128, 120)


class Box(NamedTuple):
    """A rectangle; right and bottom are the first pixels outside."""

    left: int
    top: int
    right: int
    bottom: int


def panel(number: int) -> Box:
    """The place of a picture, 0 to 2 from the left."""
    left = MARGIN + number * (PANEL[0] + MARGIN)
    return Box(left, PANEL_TOP, left + PANEL[0], PANEL_TOP + PANEL[1])


def lane(name: str) -> Box:
    """The place of one row of the timeline."""
    top = LANE_TOP + LANES.index(name) * LANE_STEP
    return Box(LANE_LEFT, top, LANE_LEFT + LANE_WIDTH, top + LANE_HEIGHT)


def lane_x(share: float) -> int:
    """The column of the timeline at a share of 0 to 1 of its time."""
    return LANE_LEFT + round(min(max(share, 0.0), 1.0) * LANE_WIDTH)


@lru_cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which matplotlib brings along."""
    properties = font_manager.FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    return ImageFont.truetype(font_manager.findfont(properties), size)

"""A mode's name in its colour, and what it means."""

from __future__ import annotations

from csk_ros.evaluation.page.markup import Html, element
from csk_ros.mode import NO_MODE, Mode

MODE_WORDS: dict[str, str] = {
    Mode.FUSED.value: "both cameras together",
    Mode.THERMAL.value: "alone, rgb is missing or of no use",
    Mode.RGB.value: "alone, thermal is missing or frozen",
    NO_MODE: "no labels, neither camera is of use",
}


def mode_chip(mode: str) -> Html:
    """The name of a mode, or of what else rows are of, such as `all`."""
    if mode not in MODE_WORDS:
        return element("span", mode, class_="mode")
    return element("span", mode, class_=f"mode {mode}", title=MODE_WORDS[mode])

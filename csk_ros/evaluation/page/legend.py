"""What the colours mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.page.markup import Html, element
from csk_ros.evaluation.page.mode_chip import MODE_WORDS, mode_chip
from csk_ros.mode_colours import hex_colour

if TYPE_CHECKING:
    from csk_ros.labels import LabelSet
    from csk_ros.mode_colours import Colour


def legend(label_set: LabelSet) -> Html:
    """Modes with what they mean, and classes."""
    modes = [element("li", mode_chip(mode), " ", words) for mode, words in MODE_WORDS.items()]
    classes = [
        element("li", class_name(name, colour))
        for name, colour in zip(label_set.classes, label_set.colours, strict=True)
    ]
    return element(
        "div",
        element("ul", *modes, class_="legend", aria_label="modes"),
        element("ul", *classes, class_="legend", aria_label="classes"),
        class_="legends",
    )


def class_name(name: str, colour: Colour) -> Html:
    """The name of a class with its colour; one whose colour is black is not painted."""
    if not any(colour):
        return element("span", name, class_="label clear", title="not painted")
    return element("span", name, class_="label", style=f"--c:{hex_colour(colour)}")

"""The few figures that matter most, with what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from csk_ros.evaluation.page.expected_change import expected_changes
from csk_ros.evaluation.page.figure_text import DASH, counted, percent, seconds, share
from csk_ros.evaluation.page.markup import Html, element
from csk_ros.evaluation.pictures.words import FAULT_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csk_ros.evaluation.report.passage import Passage


@dataclass(frozen=True)
class BigNumber:
    """A figure of one pass."""

    figure: float | None
    words: str = ""
    """What it is of."""
    text: str | None = None
    """In place of the figure."""


@dataclass(frozen=True)
class Tile:
    """A figure of all passes."""

    title: str
    words: str
    of: Callable[[Passage], BigNumber | None]
    """None where there is nothing to tell."""
    text_of: Callable[[float | None], str]


def big_numbers(passages: Sequence[Passage]) -> Html:
    """Accuracy, coverage and reactions at a glance; without ground truth agreement stands for accuracy.

    Args:
        passages: the later ones are compared with the first.
    """
    return element("div", *filter(None, (_tile(tile, passages) for tile in _TILES)), class_="tiles")


def _miou(passage: Passage) -> BigNumber | None:
    truth = passage.figures["ground_truth"]
    if truth is None:
        return None
    whole = truth["all"]
    if whole is None:
        return BigNumber(None, "no picture had labels of its stamp")
    return BigNumber(whole["miou"], f"over {counted(whole['pictures'], 'picture')}")


def _agreement(passage: Passage) -> BigNumber | None:
    agreement = passage.figures["agreement"]
    if passage.figures["ground_truth"] is not None or not agreement:
        return None
    return BigNumber(agreement["pixels"], f"over {counted(agreement['pictures'], 'picture')}")


def _answered(passage: Passage) -> BigNumber:
    coverage = passage.figures["coverage"]
    return BigNumber(coverage["answered"], f"of {counted(coverage['thermal_frames'], 'frame')}")


def _gap(passage: Passage) -> BigNumber:
    # The same times as `longest_gap` takes.
    times = [0.0, *(output.time for output in passage.run.outputs), passage.run.duration]
    begin, _ = max(pairwise(times), key=lambda gap: gap[1] - gap[0])
    return BigNumber(passage.figures["outputs"]["longest_gap"], f"from {seconds(begin)} on")


def _worst_reaction(passage: Passage) -> BigNumber | None:
    due = [change for changes in expected_changes(passage) for change in changes if change.is_due]
    missing = sum(change.is_missing for change in due)
    if missing:
        return BigNumber(None, f"{missing} of {counted(len(due), 'change')} never came", "not seen")
    if not due:
        return None
    worst = max(due, key=lambda change: change.delay or 0.0)
    return BigNumber(worst.delay, f"{worst.fault.camera} {FAULT_WORDS[worst.fault.kind]}")


_TILES = (
    Tile(
        "mIoU",
        "Overlap of labels and ground truth, averaged over the classes: 1 is perfect.",
        _miou,
        share,
    ),
    Tile(
        "agreement",
        "Share of the pixels in which thermal alone would have answered as both cameras did.",
        _agreement,
        percent,
    ),
    Tile(
        "answered",
        "Share of the thermal frames that labels came for, from whichever camera.",
        _answered,
        percent,
    ),
    Tile("longest gap", "The longest time without new labels.", _gap, seconds),
    Tile(
        "worst reaction",
        "From a fault's beginning or end until the mode that suits the cameras was in force.",
        _worst_reaction,
        seconds,
    ),
)


def _tile(tile: Tile, passages: Sequence[Passage]) -> Html | None:
    numbers = [tile.of(passage) for passage in passages]
    if not any(numbers):
        return None
    shown = [
        element(
            "div",
            element("span", passage.name, class_="pass") if len(passages) > 1 else "",
            element("strong", _text(tile, number)),
            element("span", _words(tile, number, numbers[0]), class_="detail"),
        )
        for passage, number in zip(passages, numbers, strict=True)
    ]
    return element(
        "div",
        element("h3", tile.title),
        element("div", *shown, class_="values several" if len(passages) > 1 else "values"),
        element("p", tile.words),
        class_="tile",
    )


def _text(tile: Tile, number: BigNumber | None) -> str:
    if number is None:
        return DASH
    return tile.text_of(number.figure) if number.text is None else number.text


def _words(tile: Tile, number: BigNumber | None, first: BigNumber | None) -> str:
    """What a figure is of, and how far it lies from the first pass's."""
    if number is None:
        return ""
    if first is None or number is first or number.figure is None or first.figure is None:
        return number.words
    change = number.figure - first.figure
    sign = "+" if change >= 0 else "\N{MINUS SIGN}"
    return ", ".join(filter(None, (number.words, f"{sign}{tile.text_of(abs(change))}")))

"""What every fault was to bring about, and after how long it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.reaction import SETTLING
from csk_ros.evaluation.page.expected_change import ExpectedChange, expected_changes
from csk_ros.evaluation.page.figure_text import DASH, seconds
from csk_ros.evaluation.page.markup import Html, element, joined, section, table
from csk_ros.evaluation.page.mode_chip import mode_chip
from csk_ros.evaluation.pictures.words import FAULT_WORDS, RECORDING_ENDED, reaction_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.recording.fault import Fault

_WORDS = (
    "For each fault the mode that suits the cameras while it lasts and once it is over, and the time until "
    "that mode was in force. It has to come before the next fault begins or ends. Where the recording ends "
    f"before, within {SETTLING:g} s, nothing can be told. A mode that was in force before is there already. "
    "A fault that leaves the pictures usable, such as a delay, should change nothing: the mode is kept, or "
    "left for so many seconds of the fault."
)

_HEAD = ("", "fault", "from", "to", "expected", "after", "then", "after")


def fault_table(passages: Sequence[Passage]) -> Html | None:
    """The faults of all passes that have any; None if there are none."""
    content = []
    for passage in passages:
        if passage.reacted:
            content.append(element("h3", passage.name) if len(passages) > 1 else "")
            content.append(table(_HEAD, _rows(passage), class_="figures words"))
    return section("faults", "Faults and reactions", _WORDS, *content) if content else None


def _rows(passage: Passage) -> Iterator[tuple[str, ...]]:
    for number, (during, afterwards) in enumerate(expected_changes(passage), start=1):
        fault = during.fault
        yield (
            str(number),
            _name(fault),
            seconds(fault.start),
            "the end" if fault.end == float("inf") else seconds(fault.end),
            *_change(during),
            *_change(afterwards),
        )


def _name(fault: Fault) -> Html:
    numbers = ", ".join(f"{name} {value:g}" for name, value in fault.parameters.items())
    words = f"{fault.camera} {FAULT_WORDS[fault.kind]} "
    return joined([words, element("span", f"{fault.kind} {numbers}".strip(), class_="detail")])


def _change(change: ExpectedChange) -> tuple[str, str]:
    if not change.is_due:
        return DASH, RECORDING_ENDED
    if change.delay is None:
        return mode_chip(change.mode), element("span", "not seen", class_="missing")
    return mode_chip(change.mode), reaction_words(change.delay, change.left_for, is_already=change.is_already)

"""Every change of mode with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.page.figure_text import seconds
from csk_ros.evaluation.page.markup import Html, element, section, table
from csk_ros.evaluation.page.mode_chip import mode_chip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.report.passage import Passage

_WORDS = "Each mode with the reason that the node gave, from its first output on."


def mode_changes(passages: Sequence[Passage]) -> Html | None:
    """The modes of all passes; None if no pass had any."""
    if not any(passage.spans for passage in passages):
        return None
    lists = [
        element(
            "div",
            element("h3", passage.name) if len(passages) > 1 else "",
            table(
                ("from", "for", "mode", "reason"),
                [
                    (seconds(span.start), seconds(span.end - span.start), mode_chip(span.mode), span.reason)
                    for span in passage.spans
                ],
                class_="figures words",
            ),
        )
        for passage in passages
    ]
    return section("changes", "Mode changes", _WORDS, element("div", *lists, class_="lists"))

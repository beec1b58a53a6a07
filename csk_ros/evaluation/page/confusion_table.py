"""Which classes were taken for which, as a table with heat colours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from csk_ros.evaluation.page.figure_text import DASH, counted
from csk_ros.evaluation.page.legend import class_name
from csk_ros.evaluation.page.markup import Html, element
from csk_ros.percent import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.labels import LabelSet

NO_CLASS = "no class"
"""The answer's column for labels that are none of the label set."""

MANY = 6
"""With more classes than that their names stand upright above the columns."""


def confusion_table(matrix: Sequence[Sequence[int]], label_set: LabelSet) -> Html:
    """Shares of each row's pixels in percent.

    Args:
        matrix: pixels, [C][C + 1]: truth down, answer across, the last column of no class; that one is left
            out if it is empty.
        label_set: names and colours.
    """
    answers = [*label_set.classes, NO_CLASS]
    if not any(row[-1] for row in matrix):
        answers.pop()
    head = element(
        "tr", element("th", "truth", scope="col"), *(element("th", name, scope="col") for name in answers)
    )
    rows = [
        element(
            "tr",
            element("th", class_name(truth, label_set.colours[index]), scope="row"),
            *(
                _cell(row[column], sum(row), truth, answer, is_right=column == index)
                for column, answer in enumerate(answers)
            ),
        )
        for index, (truth, row) in enumerate(zip(label_set.classes, matrix, strict=True))
    ]
    class_ = "confusion upright" if len(answers) > MANY else "confusion"
    return element(
        "div",
        element("table", element("thead", head), element("tbody", *rows), class_=class_),
        class_="scroll",
    )


def _cell(pixels: int, whole: int, truth: str, answer: str, *, is_right: bool) -> Html:
    title = f"{counted(pixels, 'pixel')} of {truth} answered as {answer}"
    if not whole:
        return element("td", DASH, title=title)
    share = pixels / whole
    # What is wrong is rare where it matters, too: the root makes it visible.
    heat = share if is_right else math.sqrt(share)
    return element(
        "td",
        percent(share).removesuffix("%"),
        class_="right" if is_right else "wrong",
        style=f"--v:{100 * heat:.0f}%",
        title=title,
    )

"""What can be said without ground truth: whether thermal alone answers as both cameras do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.page.figure_text import DASH, count, percent, share
from csk_ros.evaluation.page.legend import class_name
from csk_ros.evaluation.page.markup import Html, section, table
from csk_ros.evaluation.page.share_bar import share_bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.labels import LabelSet

_WORDS = (
    "At every fused output thermal alone was asked, too, and its answer held against the fused one as if "
    "that were the truth. Where they agree, the loss of rgb would have changed little; where they differ, "
    "one of them is wrong, but this does not tell which. It is no measure of accuracy."
)


def agreement(passages: Sequence[Passage], label_set: LabelSet) -> Html | None:
    """The figures of all passes; None if thermal was not asked in any."""
    found = [passage.figures["agreement"] for passage in passages]
    if not any(found):
        return None
    names = [passage.name for passage in passages] if len(passages) > 1 else [""]
    rows: list[tuple[str, ...]] = [
        ("fused pictures", *(count(figures["pictures"]) if figures else DASH for figures in found)),
        ("pixels alike", *(percent(figures and figures["pixels"]) for figures in found)),
        ("mIoU", *(share(figures and figures["miou"]) for figures in found)),
    ]
    for name, colour in zip(label_set.classes, label_set.colours, strict=True):
        bars = [share_bar(figures and figures["iou"][name]) for figures in found]
        rows.append((class_name(name, colour), *bars))
    return section("agreement", "Thermal alone", _WORDS, table(("", *names), rows, class_="classes"))

"""How good the labels were: by mode and light, by class, and what was taken for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.page.confusion_table import confusion_table
from csk_ros.evaluation.page.figure_text import count, percent, share
from csk_ros.evaluation.page.legend import class_name
from csk_ros.evaluation.page.markup import Html, element, joined, section, table
from csk_ros.evaluation.page.mode_chip import mode_chip
from csk_ros.evaluation.page.share_bar import share_bar
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.labels import LabelSet

_WORDS = (
    "Labels against ground truth, pixel by pixel, over all pictures of a row together. IoU is the overlap of "
    "what is and what was answered as a class: pixels that are both, of those that are either. mIoU is its "
    "mean over the classes, so that small ones weigh as much as the background."
)

_CLASS_WORDS = (
    "IoU by class. A class that neither truth nor answers have in a mode's pictures has none; one that is "
    "not there but was answered has 0."
)

_CONFUSION_WORDS = (
    "What pixels of each class were answered as, in percent of the class: truth down, answer across. The "
    "diagonal is what was right. Point at a cell for the number of pixels."
)

ALL = "all"
"""Stands for every mode."""

_LIGHTS = (Lighting.BRIGHT, Lighting.DARK)


def accuracy(passages: Sequence[Passage], label_set: LabelSet) -> Html | None:
    """The tables of all passes; None without ground truth."""
    groups = _groups(passages)
    if not groups:
        return None
    return section(
        "accuracy",
        "Accuracy",
        _WORDS,
        _by_light(passages, groups),
        element("p", _class_words(passages), class_="note"),
        _by_class(passages, groups, label_set),
        element("p", _CONFUSION_WORDS, class_="note"),
        element("div", *_confusions(passages, groups, label_set), class_="matrices"),
    )


def figures_of(passage: Passage, group: str, light: Lighting | None = None) -> Figures | None:
    """The figures of a pass in one mode, or `all`, and in one light; None without a picture."""
    modes = tuple(Mode) if group == ALL else (Mode(group),)
    lights = tuple(Lighting) if light is None else (light,)
    return passage.run.accuracy.figures(modes, lights)


def _of(figures: Figures | None, key: str) -> Any:
    return None if figures is None else figures[key]


def _groups(passages: Sequence[Passage]) -> list[str]:
    """`all` and the modes that any pass has pictures of."""
    groups = (ALL, *(mode.value for mode in Mode))
    return [group for group in groups if any(figures_of(passage, group) for passage in passages)]


def _by_light(passages: Sequence[Passage], groups: Sequence[str]) -> Html:
    lights = ("all", *(light.value for light in _LIGHTS))
    rows = [
        (_row_name(group, passage, passages), *_row(passage, group, whole))
        for group in groups
        for passage in passages
        if (whole := figures_of(passage, group)) is not None
    ]
    above = (("", 2), ("mIoU", len(lights)), ("pixels right", len(lights)))
    return table(("mode", "pictures", *lights, *lights), rows, above=above, class_="figures")


def _row_name(group: str, passage: Passage, passages: Sequence[Passage]) -> Html:
    """The mode, and which pass it is if there are several."""
    name = [" ", element("span", passage.name, class_="pass")] if len(passages) > 1 else []
    return joined([mode_chip(group), *name])


def _row(passage: Passage, group: str, whole: Figures) -> Iterator[str]:
    yield count(whole["pictures"])
    judged = [whole, *(figures_of(passage, group, light) for light in _LIGHTS)]
    yield from (share(_of(figures, "miou")) for figures in judged)
    yield from (percent(_of(figures, "pixel_accuracy")) for figures in judged)


def _class_words(passages: Sequence[Passage]) -> str:
    if len(passages) == 1:
        return _CLASS_WORDS
    return f"{_CLASS_WORDS} Bars from top to bottom: {', '.join(passage.name for passage in passages)}."


def _by_class(passages: Sequence[Passage], groups: Sequence[str], label_set: LabelSet) -> Html:
    judged = {group: [(passage, figures_of(passage, group)) for passage in passages] for group in groups}
    rows = []
    for name, colour in zip(label_set.classes, label_set.colours, strict=True):
        cells = [
            joined(
                share_bar(_of(_of(figures, "iou"), name), words=passage.name if len(passages) > 1 else None)
                for passage, figures in judged[group]
            )
            for group in groups
        ]
        rows.append((class_name(name, colour), *cells))
    return table(("class", *map(mode_chip, groups)), rows, class_="classes")


def _confusions(passages: Sequence[Passage], groups: Sequence[str], label_set: LabelSet) -> Iterator[Html]:
    for group in groups:
        for passage in passages:
            figures = figures_of(passage, group)
            if figures is not None:
                yield element(
                    "figure",
                    element("figcaption", _row_name(group, passage, passages)),
                    confusion_table(figures["confusion"], label_set),
                )

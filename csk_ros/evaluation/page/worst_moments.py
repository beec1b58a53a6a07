"""Where labels were worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.page.figure_text import seconds, share
from csk_ros.evaluation.page.markup import Html, element, section
from csk_ros.evaluation.page.mode_chip import mode_chip
from csk_ros.evaluation.page.replay import PANES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.page.picture_store import PictureStore
    from csk_ros.evaluation.pictures.moment_album import KeptMoment
    from csk_ros.evaluation.report.passage import Passage

_WORDS = (
    "The moments of the lowest mIoU, at most one of each part of the recording. A small object that is "
    "missed can bring a frame's mIoU down although nearly all pixels are right. A click moves the slider "
    "there."
)


def worst_moments(passages: Sequence[Passage], pictures: PictureStore) -> Html | None:
    """The worst moments of each pass with their pictures; None if the truth is known of none.

    Args:
        passages: of one recording.
        pictures: takes those of the moments.
    """
    found = [(passage, passage.album.worst()) for passage in passages]
    if not any(moments for _, moments in found):
        return None
    content = []
    for passage, moments in found:
        if len(passages) > 1:
            content.append(element("h3", passage.name))
        cards = [_card(moment, pictures) for moment in moments]
        content.append(element("div", *cards, class_="cards"))
    return section("worst", "Worst frames", _WORDS, *content, is_wide=True)


def _card(moment: KeptMoment, pictures: PictureStore) -> Html:
    output, accuracy = moment.output, moment.accuracy
    shown = {
        "rgb": (moment.rgb, None),
        "thermal": (moment.thermal, None),
        "truth": (moment.anchor, moment.truth),
        "labels": (moment.anchor, moment.labels),
    }
    return element(
        "button",
        element(
            "span",
            element("strong", share(None if accuracy is None else accuracy.miou)),
            mode_chip(output.mode.value),
            element("span", seconds(output.time)),
            element("span", output.lighting.value),
            class_="caption",
        ),
        element("span", *(pictures.stack(*shown[pane], PANES[pane]) for pane in PANES), class_="panes"),
        type="button",
        class_="card",
        data_time=str(output.time),
        title=output.reason,
    )

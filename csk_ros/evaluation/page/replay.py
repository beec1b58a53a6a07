"""The recording to look at: the timeline of each pass, and a slider through its moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.page.data_script import data_script
from csk_ros.evaluation.page.figure_text import DASH, seconds, share
from csk_ros.evaluation.page.markup import Html, element, joined, section
from csk_ros.evaluation.page.stop import stops
from csk_ros.evaluation.page.timeline import common_end, timeline
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.page.picture_store import PictureStore
    from csk_ros.evaluation.pictures.moment_album import KeptMoment, MomentAlbum
    from csk_ros.evaluation.report.passage import Passage

PANES = {"rgb": "rgb", "thermal": "thermal", "truth": "ground truth", "labels": "answer"}
"""The pictures of a moment, by their names in the page's data."""

_UNUSED = {Mode.THERMAL: "rgb", Mode.RGB: "thermal"}
"""The camera that had no part in an answer: its picture is the newest that came, be it old or of no use."""

_WORDS = (
    "Faults are shaded. Bars show the mode in force; each dot is one output in its mode's colour, the strip "
    "says whether rgb was bright or dark. "
)
_SLIDER_WORDS = (
    "The line marks the moment that is shown below. Move it with the slider, the arrow keys, or by a click "
    "into the plot."
)


def replay(passages: Sequence[Passage], pictures: PictureStore) -> Html:
    """Timelines on one axis and, if there are moments, the slider with their pictures.

    Args:
        passages: of one recording.
        pictures: takes those of the moments.
    """
    end = common_end(passages)
    several = len(passages) > 1
    plots = [
        joined([element("h3", passage.name) if several else "", timeline(passage, end)])
        for passage in passages
    ]
    albums = [_moments(passage.album) for passage in passages]
    places = stops(albums)
    if not places:
        return section("replay", "Over time", _WORDS, *plots, is_wide=True)
    truth = any(moment.truth is not None for moments in albums for moment in moments)
    panes = [name for name in PANES if truth or name != "truth"]
    data = {
        "stops": [{"time": stop.time, "shown": stop.shown} for stop in places],
        "passes": [[_data(moment, pictures) for moment in moments] for moments in albums],
    }
    viewers = [_viewer(passage.name if several else None, panes) for passage in passages]
    return section(
        "replay",
        "Over time",
        _WORDS + _SLIDER_WORDS,
        *plots,
        element("div", *viewers, class_="viewers"),
        _controls(len(places)),
        data_script("moments", data),
        is_wide=True,
    )


def _moments(album: MomentAlbum) -> list[KeptMoment]:
    """Those spread over the recording, and the worst ones for the slider to go to."""
    moments = {moment.output: moment for moment in (*album.moments(), *album.worst())}
    return sorted(moments.values(), key=lambda moment: moment.output.time)


def _viewer(name: str | None, panes: Sequence[str]) -> Html:
    """Empty panes, which the page's script fills."""
    figures = [
        element(
            "figure",
            element(
                "span",
                element("img", alt=PANES[pane], hidden=True),
                element("img", alt="", class_="layer", hidden=True),
                element("span", DASH, class_="nothing"),
                class_="stack",
            ),
            element("figcaption", PANES[pane]),
            data_pane=pane,
        )
        for pane in panes
    ]
    told = [element("span", class_=f"told {what}") for what in ("time", "mode", "reason", "light", "miou")]
    return element(
        "div",
        element("p", element("b", name, class_="pass") if name else "", *told, class_="caption"),
        element("div", *figures, class_="panes"),
        class_="viewer",
    )


def _controls(count: int) -> Html:
    return element(
        "div",
        element("button", "Play", type="button", id="play"),
        element(
            "input",
            type="range",
            id="slider",
            min="0",
            max=str(count - 1),
            value="0",
            step="1",
            aria_label="moment",
        ),
        element("output", id="time"),
        element(
            "label",
            "labels ",
            element("input", type="range", id="opacity", min="0", max="100", value="55"),
            class_="opacity",
        ),
        class_="controls",
    )


def _data(moment: KeptMoment, pictures: PictureStore) -> dict[str, Any]:
    """A moment as the page's script takes it: texts, and a picture and a layer for each pane."""
    output = moment.output
    anchor = pictures.number(moment.anchor)
    truth, labels = pictures.number(moment.truth), pictures.number(moment.labels)
    return {
        "at": output.time,
        "time": seconds(output.time),
        "mode": output.mode.value,
        "reason": output.reason,
        "light": output.lighting.value,
        "unused": _UNUSED.get(output.mode),
        "miou": share(None if moment.accuracy is None else moment.accuracy.miou),
        "rgb": [pictures.number(moment.rgb), None],
        "thermal": [pictures.number(moment.thermal), None],
        "truth": [None if truth is None else anchor, truth],
        "labels": [anchor, labels],
    }

"""The report's page: one HTML file that needs nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.evaluation.page.accuracy import accuracy
from csk_ros.evaluation.page.agreement import agreement
from csk_ros.evaluation.page.big_numbers import big_numbers
from csk_ros.evaluation.page.fault_table import fault_table
from csk_ros.evaluation.page.heading import heading
from csk_ros.evaluation.page.legend import legend
from csk_ros.evaluation.page.markup import Html, element, joined
from csk_ros.evaluation.page.mode_changes import mode_changes
from csk_ros.evaluation.page.picture_store import PictureStore
from csk_ros.evaluation.page.replay import replay
from csk_ros.evaluation.page.stream_figures import stream_figures
from csk_ros.evaluation.page.worst_moments import worst_moments
from csk_ros.mode_colours import MODE_COLOURS, hex_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.labels import LabelSet

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""The browser sees to it that the page loads nothing."""


def write_page(path: Path, passages: Sequence[Passage], label_set: LabelSet, head: Figures) -> None:
    """Write the page; the same input gives the same bytes.

    Args:
        path: a file in a folder that exists.
        passages: of one recording, at least one; several are shown side by side.
        label_set: what labels mean.
        head: what was evaluated, and how.
    """
    path.write_text(page(passages, label_set, head), encoding="utf-8")


def page(passages: Sequence[Passage], label_set: LabelSet, head: Figures) -> Html:
    """The page's text, see `write_page`."""
    pictures = PictureStore()
    sections = [
        replay(passages, pictures),
        worst_moments(passages, pictures),
        accuracy(passages, label_set),
        agreement(passages, label_set),
        fault_table(passages),
        stream_figures(passages),
        mode_changes(passages),
    ]
    body = element(
        "main",
        heading(passages, head),
        big_numbers(passages),
        legend(label_set),
        *filter(None, sections),
    )
    about = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{passages[0].title} - csk_ros evaluation"),
        element("style", Html(_mode_colours() + _beside("page.css"))),
    )
    script = element("script", Html(_beside("page.js")))
    return Html(
        "<!DOCTYPE html>\n"
        + element("html", about, element("body", body, pictures.script(), script), lang="en")
        + "\n"
    )


def _mode_colours() -> Html:
    return joined(f".{mode}{{--c:{hex_colour(colour)}}}\n" for mode, colour in MODE_COLOURS.items())


def _beside(name: str) -> str:
    """The text of a file beside this one."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")

"""A plot as SVG within a page, in the page's own colours and font."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from csk_ros.evaluation.page.markup import Html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

INK, FAINT, FAULT = "#010203", "#010204", "#010205"
"""Stand for the page's colours of text, of thin lines and of faults, which depend on light and dark."""

_VARIABLES = {INK: "var(--ink)", FAINT: "var(--line)", FAULT: "var(--fault)"}

_STYLE: dict[Any, object] = {
    # Letters stay letters, and the same input gives the same bytes.
    "svg.fonttype": "none",
    "svg.hashsalt": "csk_ros",
    "font.size": 12.0,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}


@contextmanager
def page_style() -> Iterator[None]:
    """Matplotlib's settings for what is drawn and turned into SVG within."""
    with mpl.rc_context(_STYLE):
        yield


def inline_svg(figure: Figure, title: str) -> Html:
    """The SVG element of a figure, as wide as its place; to be called within `page_style`.

    Args:
        figure: drawn within the same `page_style`.
        title: for those who cannot see it.
    """
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True)
    svg = file.getvalue()
    # Metadata hold the date, and the style would be the whole page's.
    svg = re.sub(r"<(metadata|style).*?</\1>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'font-family: [^;"]*', "font-family: inherit", svg)
    svg = _without_idle_ids(svg)
    for stand_in, variable in _VARIABLES.items():
        svg = svg.replace(stand_in, variable)
    box = re.search(r'viewBox="[^"]*"', svg)
    if box is None:
        raise ValueError("expected a viewBox in matplotlib's SVG, found none")
    head = Html(f'<svg {box.group()} role="img" aria-label="{escape(title)}">')
    return Html(head + svg[svg.index(">") + 1 :].strip())


def _without_idle_ids(svg: str) -> str:
    """Leave out ids that nothing refers to: another plot of the page has the same ones."""
    used = set(re.findall(r"#(\w+)", svg))
    return re.sub(r' id="([^"]*)"', lambda match: match.group() if match.group(1) in used else "", svg)

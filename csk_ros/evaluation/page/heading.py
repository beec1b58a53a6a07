"""What was evaluated and how, and what speaks against the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.page.facts import facts
from csk_ros.evaluation.page.markup import Html, element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage


def heading(passages: Sequence[Passage], head: Figures) -> Html:
    """The recording's name and what else there is to tell of it.

    Args:
        passages: of one recording.
        head: of the report.
    """
    told = facts(passages, head).items()
    pairs = [element("div", element("dt", name), element("dd", text)) for name, text in told]
    return element(
        "header",
        element("p", "csk_ros evaluation", class_="over"),
        element("h1", passages[0].title),
        element("dl", *pairs, class_="facts"),
        _warnings(head.get("warnings", ())),
        class_="page",
    )


def _warnings(texts: Sequence[str]) -> Html:
    """What speaks against the figures below; nothing if nothing does."""
    if not texts:
        return Html()
    return element("ul", *(element("li", text) for text in texts), class_="warnings")

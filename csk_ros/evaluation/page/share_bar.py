"""A share of 0 to 1 as a small bar with its number."""

from __future__ import annotations

from csk_ros.evaluation.page.figure_text import DASH, share
from csk_ros.evaluation.page.markup import Html, element


def share_bar(value: float | None, *, text: str | None = None, words: str | None = None) -> Html:
    """The bar; only a dash if there is no share.

    Args:
        value: 0 to 1.
        text: in place of the number.
        words: shown when pointed at.
    """
    if value is None:
        return element("span", DASH, class_="bar idle", title=words)
    shown = share(value) if text is None else text
    return element("span", shown, class_="bar", style=f"--v:{100 * value:.1f}%", title=words)

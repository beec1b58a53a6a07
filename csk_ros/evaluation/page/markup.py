"""HTML put together from parts; whatever is not HTML already is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EMPTY = frozenset({"img", "input", "meta"})
"""Elements without content, which have no end tag."""


class Html(str):
    """Text that is HTML; every other text gets escaped on its way into the page."""

    __slots__ = ()


Attribute = str | bool | None


def element(tag: str, /, *children: str, **attributes: Attribute) -> Html:
    """One element.

    Args:
        tag: such as `p`.
        children: its content; what is not Html is escaped.
        attributes: `class_` is `class`, other underscores are hyphens; True stands for an attribute without
            a value, None and False for one that there is not.
    """
    begin = f"<{tag}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(begin) if tag in _EMPTY else Html(f"{begin}{joined(children)}</{tag}>")


def joined(parts: Iterable[str]) -> Html:
    """Parts behind one another; what is not Html is escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    above: Sequence[tuple[str, int]] = (),
    class_: str | None = None,
) -> Html:
    """A table in a box that can be scrolled sideways; the first cell of every row is its heading.

    Args:
        head: names of the columns.
        rows: a cell for each column.
        above: names over several columns, each with their number.
        class_: of the table.
    """
    columns = element("tr", *(element("th", cell, scope="col") for cell in head))
    groups = [element("th", name, scope="colgroup", colspan=str(width)) for name, width in above]
    body = [
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in cells))
        for first, *cells in rows
    ]
    thead = element("thead", element("tr", *groups) if groups else "", columns)
    return element("div", element("table", thead, element("tbody", *body), class_=class_), class_="scroll")


def section(name: str, title: str, words: str, *content: str, is_wide: bool = False) -> Html:
    """A part of the page: what it is, a few words on how to read it, and the content.

    Args:
        name: to link to.
        title: its heading.
        words: a sentence or two.
        content: beside that.
        is_wide: whether the content needs all of the page's width; then it stands below.
    """
    return element(
        "section",
        element("header", element("h2", title), element("p", words)),
        element("div", *content, class_="content"),
        id=name,
        class_="wide" if is_wide else None,
    )


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'

"""Tables for the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = tuple[str, ...]

NOTHING = "-"
"""The cell of a figure that there is not."""

_NUMBER = re.compile(r"[+\-\N{MINUS SIGN}]?(\.?\d|(nan|inf)\b)")
"""What the cell of a number starts with; a unit may follow, as in `-40.0 ms` or `12 %`."""


def text_table(head: Row, rows: Iterable[Row]) -> list[str]:
    """A heading and rows below it, one line each; columns of numbers stand to the right."""
    columns = [_column(cells) for cells in zip(head, *rows, strict=True)]
    return [("  " + "   ".join(cells)).rstrip() for cells in zip(*columns, strict=True)]


def _column(cells: Sequence[str]) -> list[str]:
    """A heading and cells of one width."""
    width = max(map(len, cells))
    if any(map(_NUMBER.match, cells[1:])):
        return [cell.rjust(width) for cell in cells]
    return [cell.ljust(width) for cell in cells]

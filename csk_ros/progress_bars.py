"""What the progress bars of all commands have in common."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

SECONDS_FORMAT = "{desc} {percentage:3.0f}% {bar} {n:.1f}/{total:.1f} s{postfix}"
"""Of a bar that counts seconds."""

TERMINAL_REFRESH, FILE_REFRESH = 0.1, 5.0
"""Seconds; where every refresh is a line of its own there are few of them."""


def refresh_interval() -> float:
    """Seconds between two refreshes of a bar."""
    return TERMINAL_REFRESH if sys.stderr.isatty() else FILE_REFRESH


def counted(items: Iterable[T], total: int, what: str, unit: str) -> Iterator[T]:
    """The items, with a bar that counts them."""
    yield from tqdm(items, total=total, desc=what, unit=unit, leave=False, mininterval=refresh_interval())

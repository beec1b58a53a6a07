"""The first and the last part of a series: what a process held early and late."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def first_and_last_quarter(series: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """The first and the last quarter, by number; each has one item at least.

    Raises:
        ValueError: nothing to take from.
    """
    if not series:
        raise ValueError("an empty series has no quarters")
    size = max(1, len(series) // 4)
    return series[:size], series[-size:]

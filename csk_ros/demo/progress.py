"""The demo's progress in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn, TypeVar

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from csk_ros.demo.record import Record

T = TypeVar("T")

FORMAT = "{desc} {percentage:3.0f}% {bar} {n:.1f}/{total:.1f} s{postfix}"

TERMINAL_REFRESH, FILE_REFRESH = 0.1, 5.0
"""Seconds; where every refresh is a line of its own there are few of them."""


def refresh_interval() -> float:
    """Seconds between two refreshes of a bar."""
    return TERMINAL_REFRESH if sys.stderr.isatty() else FILE_REFRESH


def counted(items: Iterable[T], total: int, what: str, unit: str) -> Iterator[T]:
    """The items, with a bar that counts them."""
    yield from tqdm(items, total=total, desc=what, unit=unit, leave=False, mininterval=refresh_interval())


class ProgressBar:
    """A bar of so many seconds with the mode in force beside it, while its block lasts."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> Self:
        self._bar: tqdm[NoReturn] = tqdm(
            total=self._seconds,
            bar_format=FORMAT,
            desc="waiting for the node",
            mininterval=refresh_interval(),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def show(self, record: Record, position: float) -> None:
        """Show how far the replay is, in seconds, and what the node says."""
        self._bar.set_description_str("playing", refresh=False)
        if record.modes:
            newest = record.modes[-1]
            self._bar.set_postfix_str(f"{newest.mode}: {newest.reason}", refresh=False)
        self._bar.update(min(position, self._seconds) - self._bar.n)

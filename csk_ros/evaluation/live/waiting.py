"""Say what is waited for, when that takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NOTICE_AFTER = 10.0
"""Seconds that the same thing may lack before it is told of."""


class Waiting:
    """Tells what lacks, each time that something else does.

    Args:
        tell: told.
    """

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._lack: str | None = None
        self._since = 0.0
        self._is_told = False

    def look(self, now: float, lack: str | None) -> None:
        """Take in what lacks at a time in seconds; None if nothing does."""
        if lack != self._lack:
            self._lack, self._since, self._is_told = lack, now, False
        if lack is not None and not self._is_told and now - self._since >= NOTICE_AFTER:
            self._is_told = True
            self._tell(f"waiting: {lack}")

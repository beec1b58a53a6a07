"""The demo's progress bar in the terminal, with the mode in force beside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NoReturn

from tqdm import tqdm

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from csk_ros.demo.record import Record

FORMAT = "{desc} {percentage:3.0f}% {bar} {n:.1f}/{total:.1f} s {postfix}"

REFRESH = 0.1
"""Seconds."""


class ProgressBar:
    """A bar of so many seconds, there while the block of this context manager lasts."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._shown = 0.0

    def __enter__(self) -> Self:
        self._bar: tqdm[NoReturn] = tqdm(total=self._seconds, bar_format=FORMAT, desc="waiting for the node")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def show(self, record: Record, position: float) -> None:
        """Show how far the replay is and what the node says."""
        now = time.monotonic()
        if now - self._shown < REFRESH:
            return
        self._shown = now
        self._bar.set_description_str("playing", refresh=False)
        if record.modes:
            newest = record.modes[-1]
            self._bar.set_postfix_str(f"{newest.mode}: {newest.reason}", refresh=False)
        self._bar.n = min(position, self._seconds)
        self._bar.refresh()

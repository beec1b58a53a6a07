"""The demo's progress in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from tqdm import tqdm

from csk_ros.progress_bars import SECONDS_FORMAT, refresh_interval

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from csk_ros.demo.record import Record


class ProgressBar:
    """A bar of so many seconds with the mode in force beside it, while its block lasts."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> Self:
        self._bar: tqdm[NoReturn] = tqdm(
            total=self._seconds,
            bar_format=SECONDS_FORMAT,
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

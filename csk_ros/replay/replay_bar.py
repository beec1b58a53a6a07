"""The bar of `replay`: how far it is, what it has sent, and whom it waits for."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NoReturn

from tqdm import tqdm

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from csk_ros.replay.progress import Progress

PATIENCE = 3.0
"""Seconds of waiting after which the topics without subscribers are named: who listens has come by then."""

_NAMES = {"labels": "ground truth"}
"""Of a recording's streams, where they would be taken for the node's."""

_FORM = "{desc}{percentage:3.0f}% {bar} {n:.1f}/{total:.1f} s{postfix}"


class ReplayBar:
    """A bar of the seconds of a recording, while its block lasts.

    Args:
        duration: of the recording, in seconds.
        subscribers: so many of each camera are waited for.
        quiet: show nothing.
    """

    def __init__(self, duration: float, subscribers: int, *, quiet: bool) -> None:
        self._duration = duration
        self._subscribers = subscribers
        self._quiet = quiet
        self._named = False

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._bar: tqdm[NoReturn] = tqdm(total=self._duration, bar_format=_FORM, disable=self._quiet or None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def show(self, progress: Progress) -> None:
        """Bring the bar to where the replay is; after a while of waiting say once for what."""
        if progress.lonely and not self._named and time.monotonic() - self._began >= PATIENCE:
            self._named = True
            self._name(progress.lonely)
        self._bar.set_description("" if progress.passes else "waiting for subscribers", refresh=False)
        if progress.position < self._bar.n:
            self._bar.reset()
        counts = [f"{_NAMES.get(stream, stream)} {count}" for stream, count in progress.published.items()]
        failed = [f"not sent {progress.failed}"] if progress.failed else []
        self._bar.set_postfix_str(", ".join(counts + failed), refresh=False)
        # A pass includes the last picture's period, the length of a bag does not.
        self._bar.update(min(progress.position, self._duration) - self._bar.n)

    def _name(self, topics: tuple[str, ...]) -> None:
        if self._quiet:
            return
        wanted = "a subscriber" if self._subscribers == 1 else f"{self._subscribers} subscribers"
        tqdm.write(f"waiting for {wanted} of {' and of '.join(topics)}", file=sys.stderr)

"""Go through an iterable in a thread of its own, a few items ahead of who takes them."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from typing_extensions import Self

T = TypeVar("T")

_POLL = 0.05
"""Seconds until a thread that waits for the other one looks whether it is still wanted."""


class _End:
    """Comes after the last item, whether the iterable ended or failed."""


class ReadAhead(Generic[T]):
    """An iterator over `items`, which are made in a thread while earlier ones are used.

    A context manager: leaving it ends the thread. An exception of the iterable is raised where its item
    would have come. `stop` ends the iteration early, from any thread.

    Args:
        items: consumed in the thread.
        capacity: how many items may wait.
        stop: set to end.
    """

    def __init__(self, items: Iterable[T], capacity: int, stop: threading.Event) -> None:
        self._items = items
        self._stop = stop
        self._left = threading.Event()
        self._queue: queue.Queue[T | _End] = queue.Queue(capacity)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="read-ahead")

    def __enter__(self) -> Self:
        self._reading: Future[None] = self._pool.submit(self._read)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._pool.shutdown()

    def __iter__(self) -> Iterator[T]:
        while not self._stop.is_set():
            try:
                item = self._queue.get(timeout=_POLL)
            except queue.Empty:
                continue
            if isinstance(item, _End):
                self._reading.result()
                return
            yield item

    def _read(self) -> None:
        try:
            for item in self._items:
                if not self._put(item):
                    return
        finally:
            self._put(_End())

    def _put(self, item: T | _End) -> bool:
        """Hand over an item; False if nobody wants it any more."""
        while not (self._stop.is_set() or self._left.is_set()):
            try:
                self._queue.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return True
        return False

"""What hands messages on to those who registered: message_filters' SimpleFilter, which wheels lack."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Filter(Protocol):
    """What message_filters calls a filter: a Subscriber, a Cache, a synchronizer."""

    def registerCallback(self, cb: Callable[..., None], *args: Any) -> int:  # noqa: N802 - their name
        """Call `cb(*messages, *args)` with every output."""


class MessageFilter:
    """Calls back whoever registered, in the order of registration."""

    def __init__(self) -> None:
        self._callbacks: dict[int, Callable[..., None]] = {}
        self._connections = count()

    def registerCallback(self, cb: Callable[..., None], *args: Any) -> int:  # noqa: N802 - their name
        """Call `cb(*messages, *args)` with every output; return the connection's number."""
        connection = next(self._connections)
        self._callbacks[connection] = lambda *messages: cb(*messages, *args)
        return connection

    def signal(self, *messages: Any) -> None:
        """Hand an output on; an exception goes up after the others have been called, too."""
        _call(iter(list(self._callbacks.values())), messages)


def _call(callbacks: Iterator[Callable[..., None]], messages: tuple[Any, ...]) -> None:
    callback = next(callbacks, None)
    if callback is None:
        return
    try:
        callback(*messages)
    finally:
        # Should a later one raise as well, its error has this one's as its context.
        _call(callbacks, messages)

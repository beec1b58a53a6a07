"""Things of one stamp that arrive one after the other, in any order."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

WAITING = 32
"""Of each part, so many may wait for their counterparts; the oldest is then given up."""


class StampMeeting:
    """Waits until every part of a stamp has come; what waits in vain is forgotten.

    Args:
        parts: their names.
        waiting: how many of each part may wait.
    """

    def __init__(self, *parts: str, waiting: int = WAITING) -> None:
        self._parts: dict[str, OrderedDict[int, Any]] = {part: OrderedDict() for part in parts}
        self._waiting = waiting

    def bring(self, part: str, stamp: int, item: object) -> dict[str, Any] | None:
        """Add a part.

        Args:
            part: its name.
            stamp: in ns.
            item: what it is; it takes the place of an earlier one of that stamp.

        Returns:
            Every part by its name if this was the last one that lacked; they are not kept any longer.
        """
        waiting = self._parts[part]
        waiting[stamp] = item
        if all(stamp in items for items in self._parts.values()):
            return {name: items.pop(stamp) for name, items in self._parts.items()}
        if len(waiting) > self._waiting:
            waiting.popitem(last=False)
        return None

"""The warnings of an evaluation, for the terminal and for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.evaluation.tell import tell

if TYPE_CHECKING:
    from collections.abc import Iterable


class WarningList:
    """Tells each warning once, however many passes give it, and keeps it.

    Args:
        told: warnings that were told before.
    """

    def __init__(self, told: Iterable[str] = ()) -> None:
        self.texts = list(told)
        """In the order in which they came."""

    def warn(self, text: str) -> None:
        """Take in a warning."""
        if text not in self.texts:
            self.texts.append(text)
            tell(text)

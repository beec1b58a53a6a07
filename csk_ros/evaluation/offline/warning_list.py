"""The warnings of an evaluation, for the terminal and for the report."""

from __future__ import annotations

from csk_ros.evaluation.tell import tell


class WarningList:
    """Tells each warning once, however many passes give it, and keeps it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        """In the order in which they came."""

    def warn(self, text: str) -> None:
        """Take in a warning."""
        if text not in self.texts:
            self.texts.append(text)
            tell(text)

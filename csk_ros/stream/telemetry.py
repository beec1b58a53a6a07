"""Rows of a picture that are data about it."""

from __future__ import annotations

from typing import NamedTuple


class Telemetry(NamedTuple):
    """How many rows at the ends of a picture are data about it, and show nothing."""

    top: int = 0
    bottom: int = 0

    def rows(self, height: int) -> slice:
        """The rows between them of a picture of `height` rows."""
        return slice(self.top, max(self.top, height - self.bottom))


NO_TELEMETRY = Telemetry()

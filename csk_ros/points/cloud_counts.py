"""What became of every cloud."""

from __future__ import annotations

from collections import Counter

LABELLED = "labelled"
EMPTY = "empty"
UNHEARD = "unheard"


class CloudCounts:
    """Counts clouds by outcome: labelled, empty, unlabelled for a reason, or refused for one."""

    def __init__(self) -> None:
        self.received = 0
        self.newest: str | None = None
        """What became of the newest cloud; None before the first."""
        self._outcomes: Counter[str] = Counter()

    def labelled(self) -> None:
        """Count a cloud that went out with labels."""
        self._count(LABELLED)

    def empty(self) -> None:
        """Count a cloud that went out without a point, as it came."""
        self._count(EMPTY)

    def unlabelled(self, reason: str) -> None:
        """Count a cloud that went out without."""
        self._count(f"unlabelled.{reason}")

    def refused(self, reason: str) -> None:
        """Count a cloud that does not go out."""
        self._count(f"refused.{reason}")

    def unheard(self) -> None:
        """Count a cloud that nobody wanted to hear of."""
        self._count(UNHEARD)

    def values(self) -> dict[str, str]:
        """All counts, for diagnostics."""
        outcomes = {outcome: str(count) for outcome, count in sorted(self._outcomes.items())}
        return {"received": str(self.received)} | outcomes

    def _count(self, outcome: str) -> None:
        self._outcomes[outcome] += 1
        self.newest = outcome

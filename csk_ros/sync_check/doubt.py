"""Why an offset must not be believed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Doubt:
    """What speaks against an offset; as text, with what follows from it."""

    reason: str
    """What was found."""
    consequence: str
    """What it comes from, or what to do."""

    def __str__(self) -> str:
        return f"{self.reason}: {self.consequence}"

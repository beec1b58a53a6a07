"""What arrived on a topic, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """A message that arrived."""

    stamp: int
    """Of its header, in ns."""
    time: int
    """When it arrived, in ns of the monotonic clock."""


@dataclass(frozen=True)
class SeenDiagnostics(Seen):
    """A status of the node on /diagnostics."""

    level: int
    message: str
    values: dict[str, str]

"""The node's own account of its frames, read from its diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class NodeCounts:
    """Frames since the node became active."""

    received: dict[str, int] = field(default_factory=dict)
    """By camera."""
    published: dict[str, int] = field(default_factory=dict)
    """By mode."""
    dropped: dict[str, dict[str, int]] = field(default_factory=dict)
    """By camera and reason."""

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> NodeCounts:
        """Read them from the values of a status of /diagnostics."""
        counts = cls()
        for key, value in values.items():
            kind, _, name = key.partition(".")
            if kind == "received":
                counts.received[name] = int(value)
            elif kind == "published":
                counts.published[name] = int(value)
            elif kind == "dropped":
                camera, _, reason = name.partition(".")
                counts.dropped.setdefault(camera, {})[reason] = int(value)
        return counts

    @property
    def outputs(self) -> int:
        """Outputs in all modes."""
        return sum(self.published.values())

    @property
    def unaccounted(self) -> int:
        """Thermal frames that are neither published nor dropped: those at work, 0 when all is done."""
        done = self.published.get(Mode.FUSED.value, 0) + self.published.get(Mode.THERMAL.value, 0)
        return self.received.get("thermal", 0) - done - sum(self.dropped.get("thermal", {}).values())

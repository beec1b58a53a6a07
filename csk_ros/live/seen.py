"""What arrived on a topic, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csk_ros.live.node_counts import NodeCounts
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from typing_extensions import Self

    from csk_ros.stream.frame import Stream


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

    @classmethod
    def of(cls, header: Any, status: Any, time: int) -> Self:
        """Make one of a std_msgs/Header, the DiagnosticStatus below it, and its arrival in ns."""
        values = {item.key: item.value for item in status.values}
        return cls(to_nanoseconds(header.stamp), time, ord(status.level), status.message, values)

    @property
    def counts(self) -> NodeCounts:
        """The node's account of its frames."""
        return NodeCounts.from_values(self.values)

    def misses(self, camera: Stream) -> bool:
        """Whether the node has given a camera up."""
        return self.values.get(f"{camera}.state") == Health.MISSING.value

    def milliseconds(self, name: str) -> float:
        """A duration among the values.

        Raises:
            KeyError: the node does not tell it.
        """
        return float(self.values[name].removesuffix(" ms"))

"""ROS times to nanoseconds."""

from __future__ import annotations

from typing import Protocol

SECOND = 1_000_000_000


class TimeMessage(Protocol):
    """What a builtin_interfaces/Time offers."""

    sec: int
    nanosec: int


def to_nanoseconds(time: TimeMessage) -> int:
    """Nanoseconds since the epoch of a builtin_interfaces/Time."""
    return time.sec * SECOND + time.nanosec

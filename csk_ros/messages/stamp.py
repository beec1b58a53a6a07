"""ROS times to nanoseconds and back."""

from __future__ import annotations

from typing import Protocol

from builtin_interfaces.msg import Time

SECOND = 1_000_000_000


class TimeMessage(Protocol):
    """What a builtin_interfaces/Time offers."""

    sec: int
    nanosec: int


def to_nanoseconds(time: TimeMessage) -> int:
    """Nanoseconds since the epoch of a builtin_interfaces/Time."""
    return time.sec * SECOND + time.nanosec


def to_stamp(nanoseconds: int) -> Time:
    """The builtin_interfaces/Time of a number of nanoseconds.

    Raises:
        ValueError: the seconds do not fit the 32 bits that the message has for them.
    """
    seconds, rest = divmod(nanoseconds, SECOND)
    if not -(2**31) <= seconds < 2**31:
        raise ValueError(f"a ROS time holds 32 bits of seconds, {nanoseconds} ns is {seconds} s")
    return Time(sec=seconds, nanosec=rest)

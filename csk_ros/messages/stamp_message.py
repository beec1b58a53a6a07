"""Nanoseconds to ROS times."""

from __future__ import annotations

from builtin_interfaces.msg import Time

from csk_ros.messages.stamp import SECOND


def to_stamp(nanoseconds: int) -> Time:
    """The builtin_interfaces/Time of a number of nanoseconds.

    Raises:
        ValueError: the seconds do not fit the 32 bits that the message has for them.
    """
    seconds, rest = divmod(nanoseconds, SECOND)
    if not -(2**31) <= seconds < 2**31:
        raise ValueError(f"a ROS time holds 32 bits of seconds, {nanoseconds} ns is {seconds} s")
    return Time(sec=seconds, nanosec=rest)

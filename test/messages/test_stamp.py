"""ROS times as nanoseconds."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from csk_ros.messages.stamp import to_nanoseconds


@pytest.mark.parametrize(
    ("sec", "nanosec", "expected"),
    [(0, 0, 0), (12, 34, 12_000_000_034), (-1, 999_999_999, -1), (2**31 - 1, 0, (2**31 - 1) * 10**9)],
)
def test_seconds_and_nanoseconds_are_added_up(sec, nanosec, expected):
    assert to_nanoseconds(SimpleNamespace(sec=sec, nanosec=nanosec)) == expected

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("builtin_interfaces", reason="needs ROS 2 messages")

from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.messages.stamp_message import to_stamp


def test_seconds_and_nanoseconds_are_told_apart():
    stamp = to_stamp(12_000_000_034)
    assert (stamp.sec, stamp.nanosec) == (12, 34)


def test_a_time_before_the_epoch_has_positive_nanoseconds():
    stamp = to_stamp(-1)
    assert (stamp.sec, stamp.nanosec) == (-1, 999_999_999)


@given(st.integers(-(2**31) * 10**9, 2**31 * 10**9 - 1))
def test_every_time_that_fits_survives_the_way_there_and_back(nanoseconds):
    assert to_nanoseconds(to_stamp(nanoseconds)) == nanoseconds


@pytest.mark.parametrize("nanoseconds", [2**31 * 10**9, -(2**31) * 10**9 - 1])
def test_a_time_that_does_not_fit_is_refused(nanoseconds):
    with pytest.raises(ValueError, match="32 bits of seconds"):
        to_stamp(nanoseconds)

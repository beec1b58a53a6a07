from __future__ import annotations

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.fuzzing.any_message import MOST_DATA, any_message
from csk_ros.fuzzing.message import CompressedMessage, RawMessage

UINT32 = 2**32 - 1


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_a_message_is_one_that_could_be_sent(data):
    message = any_message(data)
    assert message == any_message(data)
    assert message.data.typecode == "B"
    assert -(2**31) <= message.header.stamp.sec < 2**31
    assert 0 <= message.header.stamp.nanosec <= UINT32
    message.header.frame_id.encode()
    if isinstance(message, CompressedMessage):
        message.format.encode()
        return
    message.encoding.encode()
    assert all(0 <= value <= UINT32 for value in (message.width, message.height, message.step))
    assert 0 <= message.is_bigendian <= 255
    assert len(message.data) <= MOST_DATA


def test_zeros_are_a_plain_picture():
    message = any_message(b"")
    assert isinstance(message, RawMessage)
    assert (message.encoding, message.width, message.height, message.step) == ("mono8", 1, 1, 1)
    assert message.data == array("B", [0])

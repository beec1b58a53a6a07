from __future__ import annotations

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.fuzzing.any_message import MOST_DATA, any_message, seed_of
from csk_ros.fuzzing.byte_source import ByteSource
from csk_ros.fuzzing.picture_files import WAYS, any_file, picture_files
from csk_ros.messages.plain_message import Header, PlainCompressedImage, PlainImage, Stamp

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
    if isinstance(message, PlainCompressedImage):
        message.format.encode()
        return
    message.encoding.encode()
    assert all(0 <= value <= UINT32 for value in (message.width, message.height, message.step))
    assert 0 <= message.is_bigendian <= 255
    assert len(message.data) <= MOST_DATA


def test_zeros_are_a_plain_picture():
    message = any_message(b"")
    assert isinstance(message, PlainImage)
    assert (message.encoding, message.width, message.height, message.step) == ("mono8", 1, 1, 1)
    assert message.data == array("B", [0])


def test_seeds_bring_every_file_whole_and_changed():
    files = list(picture_files().values())
    whole = [any_message(seed_of(number, 0)) for number in range(len(files))]
    assert [message.data.tobytes() for message in whole] == files
    assert all(message.header == Header(Stamp(1000, 0), "camera") for message in whole)
    assert len({message.format for message in whole}) > 10
    for way in range(1, len(WAYS)):
        changed = [any_message(seed_of(number, way)).data.tobytes() for number in range(len(files))]
        assert not set(changed) & set(files)


@given(st.integers(0, len(WAYS) - 1), st.binary(max_size=40))
@settings(max_examples=50)
def test_what_follows_a_seed_decides_what_becomes_of_its_file(way, choices):
    assert any_message(seed_of(2, way) + choices).data.tobytes() == any_file(
        ByteSource(bytes([2, way]) + choices)
    )

"""Messages without ROS tell of themselves without their bytes, and have the fields of ROS's."""

from __future__ import annotations

import pytest

from csk_ros.messages.plain_message import Header, PlainCompressedImage, PlainImage, Stamp

HEADER = Header(Stamp(5, 7), "camera")
RAW = PlainImage(HEADER, 2, 3, "mono16", 0, 6, bytes(12))
COMPRESSED = PlainCompressedImage(HEADER, "jpeg", bytes(9))


def test_a_message_as_text_counts_its_bytes():
    header = "Header(stamp=Stamp(sec=5, nanosec=7), frame_id='camera')"
    assert str(RAW) == f"Image 3x2 'mono16', is_bigendian 0, step 6, 12 bytes, {header}"
    assert str(COMPRESSED) == f"CompressedImage 'jpeg', 9 bytes, {header}"


@pytest.mark.parametrize("plain", [RAW, COMPRESSED], ids=["Image", "CompressedImage"])
def test_the_fields_are_those_of_ros(plain):
    messages = pytest.importorskip("sensor_msgs.msg", reason="needs ROS 2 messages")
    ours = messages.Image if plain is RAW else messages.CompressedImage
    assert list(vars(plain)) == list(ours.get_fields_and_field_types())
    header = ours().header
    assert list(Header._fields) == list(header.get_fields_and_field_types())
    assert list(Stamp._fields) == list(header.stamp.get_fields_and_field_types())

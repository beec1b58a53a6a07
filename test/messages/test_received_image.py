"""A message as a frame of its stream."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.received_image import frame_of
from csk_ros.stream.telemetry import Telemetry
from support.plain_image import plain_image

PICTURE = np.arange(6 * 8, dtype=np.uint16).reshape(6, 8)


def message_of(*, sec=12, nanosec=34, encoding="mono16"):
    message = plain_image(PICTURE, encoding)
    message.header = SimpleNamespace(
        stamp=SimpleNamespace(sec=sec, nanosec=nanosec), frame_id="thermal_optical"
    )
    return message


def test_a_frame_has_the_messages_stamp_frame_and_picture():
    message = message_of()
    frame = frame_of(message, "thermal")
    assert (frame.stamp, frame.frame_id) == (12_000_000_034, "thermal_optical")
    np.testing.assert_array_equal(frame.thumbnail, PICTURE)
    assert frame.message.message is message


def test_rows_of_telemetry_are_not_looked_at():
    frame = frame_of(message_of(), "thermal", Telemetry(1, 2))
    np.testing.assert_array_equal(frame.thumbnail, PICTURE[1:4])


def test_a_later_message_is_received_later():
    first, second = (frame_of(message_of(), "thermal").message.received for _ in range(2))
    assert first <= second


def test_a_picture_that_only_the_other_camera_sends_is_refused():
    with pytest.raises(ImageError, match="expected of the rgb camera one of") as caught:
        frame_of(message_of(), "rgb")
    assert caught.value.reason == "encoding"


def test_a_stamp_of_more_than_a_second_of_nanoseconds_is_refused():
    assert frame_of(message_of(nanosec=999_999_999), "thermal").stamp == 12_999_999_999
    with pytest.raises(ImageError, match="less than 1000000000 nanoseconds in a stamp") as caught:
        frame_of(message_of(nanosec=1_000_000_000), "thermal")
    assert caught.value.reason == "stamp"

"""A recorded picture as a message: what a camera would send, field by field, without ROS."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.received_image import frame_of
from csk_ros.recording.recorded_message import recorded_message
from support.picture_layouts import LAYOUTS, STAMP, fields, pixels_of, recorded


def test_every_field_of_a_colour_picture():
    image = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    assert fields(recorded_message(recorded(image, "rgb8"))) == {
        "stamp": (12, 345),
        "frame_id": "rgb_optical",
        "size": (2, 3),
        "encoding": "rgb8",
        "is_bigendian": 0,
        "step": 9,
        "data": bytes(range(18)),
    }


def test_sixteen_bits_are_written_in_this_machines_order_and_half_of_them_if_truncated():
    image = np.array([[0x0102, 0x0304], [0x0506, 0x0708]], ">u2")
    message = recorded_message(recorded(image, "mono16", stream="thermal"))
    assert (message.step, bytes(message.data)) == (4, b"\x02\x01\x04\x03\x06\x05\x08\x07")
    message = recorded_message(recorded(image, "mono16", stream="thermal", truncated=True))
    assert (message.height, message.step, bytes(message.data)) == (2, 4, b"\x02\x01\x04\x03")


def test_a_picture_in_one_piece_is_not_copied():
    image = pixels_of("mono16")
    message = recorded_message(recorded(image, "mono16", stream="thermal"))
    assert np.shares_memory(np.frombuffer(message.data, np.uint8), image)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["mono8", "mono16", "32FC1"])
def test_decoding_gives_a_thermal_picture_back(encoding, layout):
    image = LAYOUTS[layout](pixels_of(encoding))
    decoded = decode_thermal(recorded_message(recorded(image, encoding, stream="thermal")))
    assert decoded.dtype == image.dtype.newbyteorder("=")
    np.testing.assert_array_equal(decoded, image)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_decoding_gives_a_colour_picture_back(layout):
    image = LAYOUTS[layout](pixels_of("rgb8"))
    np.testing.assert_array_equal(decode_rgb(recorded_message(recorded(image, "rgb8"))), image)
    swapped = recorded_message(recorded(image[..., ::-1], "bgr8"))
    np.testing.assert_array_equal(decode_rgb(swapped), image)


def test_as_a_frame_it_has_stamp_and_frame_id_and_truncated_it_is_refused():
    image = pixels_of("rgb8")
    frame = frame_of(recorded_message(recorded(image, "rgb8")), "rgb")
    assert (frame.stamp, frame.frame_id) == (STAMP, "rgb_optical")
    np.testing.assert_array_equal(frame.thumbnail, image)
    with pytest.raises(ImageError) as caught:
        frame_of(recorded_message(recorded(image, "rgb8", truncated=True)), "rgb")
    assert caught.value.reason == "truncated"

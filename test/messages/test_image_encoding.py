from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sensor_msgs", reason="needs ROS 2 messages")

from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_encoding import encode_image, encode_png
from csk_ros.messages.image_layout import validate


def test_every_field_of_a_colour_picture():
    picture = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    message = encode_image(picture, "rgb8", stamp=5_000_000_006, frame_id="rgb_optical")
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (5, 6)
    assert message.header.frame_id == "rgb_optical"
    assert (message.height, message.width, message.step) == (2, 3, 9)
    assert (message.encoding, message.is_bigendian) == ("rgb8", 0)
    assert message.data.typecode == "B"
    assert bytes(message.data) == bytes(range(18))


def test_sixteen_bits_are_written_in_this_machines_order():
    message = encode_image(np.array([[0x0102, 0x0304]], ">u2"), "mono16", stamp=0, frame_id="")
    assert message.step == 4
    assert bytes(message.data) == b"\x02\x01\x04\x03"


def test_a_strided_view_is_written_as_it_looks():
    picture = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)[::2, ::-3, ::-1]
    message = encode_image(picture, "bgr8", stamp=0, frame_id="")
    assert (message.height, message.width) == (2, 2)
    assert bytes(message.data) == picture.tobytes()


def test_planes_of_nv12_count_as_one_picture():
    message = encode_image(np.zeros((6, 8), np.uint8), "nv12", stamp=0, frame_id="")
    assert (message.height, message.width, message.step, len(message.data)) == (4, 8, 8, 48)
    validate(message)


@pytest.mark.parametrize(
    ("encoding", "dtype", "shape"),
    [
        ("mono8", np.uint8, (5, 7)),
        ("mono16", np.uint16, (5, 7)),
        ("32FC1", np.float32, (5, 7)),
    ],
)
def test_a_thermal_picture_comes_back_as_it_was(encoding, dtype, shape):
    picture = np.random.default_rng(1).integers(0, 255, shape).astype(dtype) * dtype(1.5)
    decoded = decode_thermal(encode_image(picture.astype(dtype), encoding, stamp=0, frame_id=""))
    assert decoded.dtype == dtype
    np.testing.assert_array_equal(decoded, picture.astype(dtype))


def test_a_colour_picture_comes_back_as_it_was():
    picture = np.random.default_rng(2).integers(0, 256, (5, 7, 3), np.uint8)
    np.testing.assert_array_equal(decode_rgb(encode_image(picture, "rgb8", stamp=0, frame_id="")), picture)


@pytest.mark.parametrize(
    ("picture", "encoding", "complaint"),
    [
        (np.zeros((2, 2), np.uint8), "rgb9", "unknown encoding 'rgb9'"),
        (np.zeros((2, 2), np.uint8), "rgb8", "3 channels"),
        (np.zeros((2, 2, 3), np.uint8), "mono8", "1 channels"),
        (np.zeros((4,), np.uint8), "mono8", "1 channels"),
        (np.zeros((2, 2), np.float32), "mono16", "mono16 is uint16, the picture is float32"),
        (np.zeros((0, 2), np.uint8), "mono8", "a picture has pixels"),
    ],
)
def test_a_picture_that_is_not_of_its_encoding_is_refused(picture, encoding, complaint):
    with pytest.raises(ValueError, match=complaint):
        encode_image(picture, encoding, stamp=0, frame_id="")


def test_labels_as_png_come_back_to_the_last_id():
    labels = np.arange(256, dtype=np.uint8).reshape(8, 32)
    message = encode_png(labels, stamp=5_000_000_007, frame_id="thermal_optical")
    assert message.format == "mono8; png compressed "
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (5, 7)
    assert message.header.frame_id == "thermal_optical"
    decoded = decode_thermal(message)
    assert decoded.dtype == np.uint8
    assert np.array_equal(decoded, labels)

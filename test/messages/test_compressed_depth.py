"""Messages of the transport compressedDepth: 16-bit PNG exactly, everything else refused for what it is."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from csk_ros.messages.compressed_decoding import open_compressed
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_layout import validate
from csk_ros.messages.thumbnail import thumbnail
from support.plain_image import compressed_message

HEADER = struct.pack("<iff", 0, 10_100.0, -100.0)
FORMATS = ["16UC1; compressedDepth", "16UC1; compressedDepth png", "mono16;compressedDepth png"]


def png(image):
    return cv2.imencode(".png", image)[1].tobytes()


@given(arrays.arrays(np.uint16, st.tuples(st.integers(1, 9), st.integers(1, 9))), st.sampled_from(FORMATS))
def test_every_number_is_the_one_that_was_sent(image, declared):
    message = compressed_message(declared, HEADER + png(image))
    validate(message, "thermal")
    decoded = decode_thermal(message)
    assert decoded.dtype == np.dtype(np.uint16)
    np.testing.assert_array_equal(decoded, image)
    assert open_compressed(message).depth


def test_the_thumbnail_is_of_the_image():
    image = np.arange(20 * 30, dtype=np.uint16).reshape(20, 30)
    np.testing.assert_array_equal(thumbnail(compressed_message(FORMATS[0], HEADER + png(image))), image)


def test_a_file_without_the_header_is_read_too():
    image = np.array([[1, 65_535]], np.uint16)
    np.testing.assert_array_equal(decode_thermal(compressed_message(FORMATS[0], png(image))), image)


def test_another_transport_has_no_header():
    assert not open_compressed(
        compressed_message("16UC1; png compressed ", png(np.ones((2, 2), np.uint16)))
    ).depth
    with pytest.raises(ImageError, match="expected the bytes of a JPEG or PNG file"):
        decode_thermal(compressed_message("16UC1; png compressed ", HEADER + png(np.ones((2, 2), np.uint16))))


WHOLE = png(np.ones((4, 4), np.uint16))


@pytest.mark.parametrize(
    ("declared", "data", "reason", "complaint"),
    [
        ("32FC1; compressedDepth", HEADER + WHOLE, "encoding", "expected 16UC1 .* got 32FC1: it sends 1/x"),
        ("32FC1; compressedDepth png", HEADER + WHOLE, "encoding", "got 32FC1"),
        (
            "16UC1; compressedDepth rvl",
            HEADER + bytes(40),
            "encoding",
            "expected PNG .* got RVL; set .* to png",
        ),
        ("16UC1;compressedDepth RVL", HEADER + WHOLE, "encoding", "got RVL"),
        ("16UC1; compressedDepth png", b"", "empty", "no bytes"),
        ("16UC1; compressedDepth png", HEADER[:5], "truncated", "after 12 bytes of .*, it ends after 5"),
        ("16UC1; compressedDepth png", HEADER, "truncated", "it ends after 12"),
        ("16UC1; compressedDepth png", HEADER + WHOLE[:-9], "truncated", "stops before its IEND"),
        ("16UC1; compressedDepth", HEADER + bytes(40), "encoding", "begins with 00 00 00 00 00 00 00 00"),
        ("16UC1; compressedDepth", HEADER[:-1] + WHOLE, "encoding", "begins with 50 4e 47"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused(declared, data, reason, complaint):
    for take in (validate, decode_thermal, thumbnail):
        with pytest.raises(ImageError, match=complaint) as caught:
            take(compressed_message(declared, data))
        assert caught.value.reason == reason


def test_the_colour_camera_sends_none():
    with pytest.raises(ImageError, match="it sent 'mono16'"):
        decode_rgb(compressed_message(FORMATS[1], HEADER + WHOLE))

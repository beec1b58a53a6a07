"""What a message has to be before its pixels are looked at, and where they lie in it."""

from __future__ import annotations

import array
import struct

import numpy as np
import pytest

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.image_layout import pixel_view, validate
from support.plain_image import compressed_image, compressed_message, plain_image, raw_message


def reason_of(message, stream=None):
    with pytest.raises(ImageError) as caught:
        validate(message, stream)
    return caught.value.reason


def grey(width=4, height=3, encoding="mono8", step=4, size=12):
    return raw_message(width, height, encoding, step, bytes(size))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (grey(width=0), "zero_size"),
        (grey(height=0), "zero_size"),
        (grey(width=2**32 - 1, height=2**32 - 1), "too_large"),
        (grey(width=8193, height=8192), "too_large"),
        (grey(encoding="mono7"), "encoding"),
        (grey(encoding=""), "encoding"),
        (grey(step=3), "step"),
        (grey(encoding="mono16", step=7, size=1000), "step"),
        (grey(size=11), "truncated"),
        (grey(size=0), "truncated"),
        (grey(encoding="nv12", height=2, size=11), "truncated"),
        (grey(encoding="yuv422", width=3, step=8, size=24), "encoding"),
        (grey(encoding="nv21", height=3, size=100), "encoding"),
        (grey(encoding="bayer_rggb8", width=1), "encoding"),
        (compressed_message("jpeg", b""), "empty"),
    ],
)
def test_each_fault_has_its_reason(message, reason):
    assert reason_of(message) == reason


def test_the_message_says_what_was_expected_and_what_came():
    with pytest.raises(ImageError, match=r"expected 12 bytes \(4x3 mono8, step 4\), 11 came"):
        validate(grey(size=11))


def test_the_last_complete_byte_is_enough_and_more_is_tolerated():
    validate(grey())
    validate(grey(size=1000))
    validate(grey(width=8192, height=8192, step=8192, size=8192 * 8192))


def test_a_camera_may_send_only_its_own_encodings():
    infrared = grey(encoding="mono16", width=2)
    validate(infrared, "thermal")
    assert reason_of(infrared, "rgb") == "encoding"
    mosaic = grey(encoding="bayer_rggb8")
    validate(mosaic, "rgb")
    assert reason_of(mosaic, "thermal") == "encoding"
    # OpenCV's 8UC3 does not say which channel is red.
    unnamed = grey(encoding="8UC3", step=12, size=36)
    validate(unnamed, "thermal")
    assert reason_of(unnamed, "rgb") == "encoding"


@pytest.mark.parametrize("make", [bytes, lambda b: array.array("B", b), lambda b: np.frombuffer(b, np.uint8)])
def test_pixels_are_seen_in_place_without_padding_in_any_kind_of_buffer(make):
    picture = np.array([[258, 772, 3], [4, 5, 65535]], np.uint16)
    message = plain_image(picture, "mono16", padding=3, big_endian=True)
    message.data = make(message.data)
    view = pixel_view(message)
    np.testing.assert_array_equal(view, picture)
    assert np.shares_memory(view, np.frombuffer(message.data, np.uint8))


def test_a_header_that_claims_a_giant_is_refused_before_it_is_decoded():
    data = bytearray(compressed_image(np.zeros((30, 50, 3), np.uint8), ".png", "").data)
    struct.pack_into(">II", data, 16, 60_000, 60_000)
    with pytest.raises(ImageError, match="60000x60000") as caught:
        validate(compressed_message("png", bytes(data)))
    assert caught.value.reason == "too_large"


def test_a_header_that_claims_nothing_is_refused():
    data = bytearray(compressed_image(np.zeros((30, 50, 3), np.uint8), ".png", "").data)
    struct.pack_into(">II", data, 16, 0, 30)
    assert reason_of(compressed_message("png", bytes(data))) == "zero_size"


def test_a_jpeg_that_defines_its_height_later_has_none():
    frame = b"\xff\xc0" + struct.pack(">HBHHB3s", 11, 8, 0, 50, 1, b"\1\x11\0")
    dnl = b"\xff\xdc\x00\x04\xff\xff"
    message = compressed_message("jpeg", b"\xff\xd8" + frame + dnl + b"\xff\xd9")
    assert reason_of(message) == "zero_size"

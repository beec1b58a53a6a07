"""The first images of a topic say which camera it can be of."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.recording.image_topic import ImageTopic, look_at
from support.bag_files import compressed_message, image_message

COLOURS = np.random.default_rng(1).integers(0, 256, (16, 24, 3), np.uint8)
GREY = np.arange(16 * 24, dtype=np.uint32).reshape(16, 24).astype(np.uint8)


def file_of(picture, suffix):
    return cv2.imencode(suffix, picture)[1].tobytes()


KINDS = {
    "colours": (image_message(COLOURS, "bgr8"), "bgr8 in colours", {"rgb"}),
    "mosaic": (image_message(GREY, "bayer_rggb8"), "bayer_rggb8 in colours", {"rgb"}),
    "grey": (image_message(GREY, "mono8"), "mono8", {"rgb", "thermal", "labels"}),
    "grey in three channels": (image_message(np.dstack([GREY] * 3), "rgb8"), "rgb8", {"rgb", "thermal"}),
    "deep": (image_message(GREY.astype(np.uint16), "mono16"), "mono16", {"thermal"}),
    "JPEG in colours": (
        compressed_message(file_of(COLOURS, ".jpg"), "jpeg"),
        "jpeg in colours",
        {"rgb"},
    ),
    "JPEG in grey": (compressed_message(file_of(GREY, ".jpg"), "jpeg"), "jpeg", {"rgb", "thermal"}),
    "PNG in grey": (compressed_message(file_of(GREY, ".png"), "png"), "png", {"rgb", "thermal", "labels"}),
    "deep PNG": (
        compressed_message(file_of(GREY.astype(np.uint16), ".png"), "mono16; png"),
        "mono16; png",
        {"thermal"},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_can_be(kind):
    message, encoding, fits = KINDS[kind]
    assert look_at("/a", [message]) == ImageTopic("/a", encoding, frozenset(fits))


@pytest.mark.parametrize("encoding", ["16UC1", "32FC1"])
def test_what_may_be_depth(encoding):
    deep = GREY.astype(np.uint16 if encoding == "16UC1" else np.float32)
    assert look_at("/a", [image_message(deep, encoding)]) == ImageTopic(
        "/a", encoding, frozenset({"thermal"}), may_be_depth=True
    )


def test_a_dark_beginning_tells_nothing():
    dark = image_message(np.zeros_like(COLOURS), "rgb8")
    assert not look_at("/a", [dark] * 3).is_in_colours
    assert look_at("/a", [dark, dark, image_message(COLOURS, "rgb8")]).is_in_colours


def test_what_cannot_be_read_tells_nothing():
    broken = image_message(COLOURS, "rgb8")
    broken.data = broken.data[:-5]
    assert look_at("/a", [broken, broken]) == ImageTopic("/a", "rgb8")
    assert look_at("/a", [broken, image_message(GREY, "mono8")]).encoding == "mono8"
    assert look_at("/a", []) == ImageTopic("/a")

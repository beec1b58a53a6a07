"""Encodings, and which camera may send them."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.messages.image_error import ImageError
from csk_ros.messages.pixel_format import ENCODINGS, FORMATS, find_format


@pytest.mark.parametrize(
    ("encoding", "pixel_bytes"),
    [("mono8", 1), ("mono16", 2), ("32FC1", 4), ("rgb8", 3), ("bgra8", 4), ("yuyv", 2), ("nv12", 1)],
)
def test_bytes_of_a_pixel_are_those_of_its_samples(encoding, pixel_bytes):
    assert find_format(encoding).pixel_bytes == pixel_bytes


def test_every_encoding_is_one_of_some_camera():
    assert {*ENCODINGS["rgb"], *ENCODINGS["thermal"]} == FORMATS.keys()


@pytest.mark.parametrize(
    ("encoding", "stream"), [("8UC3", "rgb"), ("mono16", "rgb"), ("bayer_rggb8", "thermal")]
)
def test_what_the_other_camera_sends_is_refused_and_what_may_be_sent_is_named(encoding, stream):
    assert find_format(encoding) is FORMATS[encoding]
    with pytest.raises(ImageError, match=f"{', '.join(ENCODINGS[stream])}; it sent '{encoding}'") as caught:
        find_format(encoding, stream)
    assert caught.value.reason == "encoding"


@pytest.mark.parametrize("encoding", ["bayer_rggb8", "bayer_bggr8", "bayer_gbrg8", "bayer_grbg8"])
def test_what_is_looked_at_of_a_mosaic_are_its_green_pixels(encoding):
    colours = np.array(list(encoding.removeprefix("bayer_")[:4])).reshape(2, 2)
    assert set(colours[find_format(encoding).look].ravel()) == {"g"}

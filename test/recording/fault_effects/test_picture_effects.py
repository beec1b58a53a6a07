from __future__ import annotations

import numpy as np
import pytest

from csk_ros.messages.image_decoding import decode_rgb
from csk_ros.messages.image_encoding import encode_image
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.recorded_image import RecordedImage

SECOND = 1_000_000_000


def harmed(fault, image, encoding, count=1):
    stream = "rgb" if "rgb" in fault else "thermal"
    pictures = [RecordedImage(stream, n * SECOND, n * SECOND + 1, "", encoding, image) for n in range(count)]
    return list(FaultScript.from_list([fault]).apply(pictures))


def test_darkness_can_fall_slowly():
    bright = np.full((2, 3, 3), 200, np.uint8)
    came = harmed({"rgb": "darken", "factor": 0.2, "over": 4.0}, bright, "rgb8", count=6)
    # 1.0, 0.8, 0.6, 0.4, 0.2 and on at 0.2.
    assert [int(picture.image[0, 0, 0]) for picture in came] == [200, 160, 120, 80, 40, 40]


@pytest.mark.parametrize(
    ("dtype", "encoding"), [(np.uint8, "mono8"), (np.uint16, "mono16"), (np.float32, "32FC1")]
)
def test_smaller_pictures_keep_their_values(dtype, encoding):
    image = np.arange(8 * 12).reshape(8, 12).astype(dtype)
    (came,) = harmed({"thermal": "shrink", "factor": 0.5}, image, encoding)
    assert came.image.dtype == dtype
    np.testing.assert_array_equal(came.image, image[::2, ::2])


def test_another_encoding_shows_the_same_colours():
    image = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    (came,) = harmed({"rgb": "recode"}, image, "rgb8")
    assert came.encoding == "bgr8"
    message = encode_image(came.image, came.encoding, stamp=1, frame_id="")
    np.testing.assert_array_equal(decode_rgb(message), image)


def test_a_colour_picture_that_changes_its_encoding_twice_is_as_it_was():
    image = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    picture = RecordedImage("rgb", 0, 1, "", "rgb8", image)
    (came,) = FaultScript.from_list([{"rgb": "recode"}, {"rgb": "recode"}]).apply([picture])
    assert came.encoding == "rgb8"
    np.testing.assert_array_equal(came.image, image)


def test_a_thermal_picture_changes_its_depth():
    (wide,) = harmed({"thermal": "recode"}, np.array([[0, 255]], np.uint8), "mono8")
    assert (wide.encoding, wide.image.dtype, wide.image.tolist()) == ("mono16", np.uint16, [[0, 255 * 64]])
    (narrow,) = harmed({"thermal": "recode"}, np.array([[7000, 8000, 9000]], np.uint16), "mono16")
    assert (narrow.encoding, narrow.image.dtype, narrow.image.tolist()) == (
        "mono8",
        np.uint8,
        [[0, 128, 255]],
    )

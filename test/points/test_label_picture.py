"""Labels and confidence of one stamp find each other."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.image_error import ImageError
from csk_ros.points.label_picture import REMEMBERED, LabelPicture, LabelPictures


def image(value: int, stamp: int, *, size=(2, 3), encoding="mono8"):
    shape = (*size, 3) if encoding == "rgb8" else size
    return encode_image(np.full(shape, value, np.uint8), encoding, stamp=stamp, frame_id="thermal_optical")


@pytest.fixture
def pictures():
    return LabelPictures()


@pytest.fixture
def found(pictures) -> list[LabelPicture]:
    found: list[LabelPicture] = []
    pictures.registerCallback(found.append)
    return found


def summary(picture: LabelPicture) -> tuple[int, int, int]:
    return picture.header.stamp.nanosec, int(picture.labels[1, 2]), int(picture.confidence[1, 2])


def test_whichever_comes_first_the_second_makes_the_picture(pictures, found):
    pictures.add("labels", image(1, stamp=10))
    pictures.add("confidence", image(200, stamp=20))
    assert not found
    pictures.add("confidence", image(100, stamp=10))
    pictures.add("labels", image(2, stamp=20))
    assert [summary(picture) for picture in found] == [(10, 1, 100), (20, 2, 200)]


def test_what_finds_no_partner_is_forgotten(pictures, found):
    for stamp in range(1, REMEMBERED + 2):
        pictures.add("labels", image(stamp, stamp=stamp))
    pictures.add("confidence", image(100, stamp=1))
    assert not found
    pictures.add("confidence", image(100, stamp=REMEMBERED + 1))
    assert [summary(picture) for picture in found] == [(REMEMBERED + 1, REMEMBERED + 1, 100)]


def test_a_stamp_that_comes_again_is_put_together_again(pictures, found):
    for value in (1, 2):
        pictures.add("labels", image(value, stamp=10))
        pictures.add("confidence", image(value + 100, stamp=10))
    assert [summary(picture) for picture in found] == [(10, 1, 101), (10, 2, 102)]


def test_pictures_in_colour_are_refused(pictures):
    with pytest.raises(ImageError, match="in mono8, got 'rgb8'"):
        pictures.add("labels", image(1, stamp=10, encoding="rgb8"))


def test_two_sizes_are_refused_and_cost_their_stamp_alone(pictures, found):
    pictures.add("labels", image(1, stamp=10))
    with pytest.raises(ImageError, match=r"one size, got \(2, 3\) and \(4, 3\)"):
        pictures.add("confidence", image(100, stamp=10, size=(4, 3)))
    pictures.add("labels", image(2, stamp=20))
    pictures.add("confidence", image(200, stamp=20))
    assert [summary(picture) for picture in found] == [(20, 2, 200)]

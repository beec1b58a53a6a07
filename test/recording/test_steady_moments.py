"""Pictures without times of their own get those of a steady rate."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.recording.steady_moments import START, SteadyMoments

GREY = np.zeros((2, 3), np.uint16)


@pytest.mark.parametrize(
    ("stream", "image", "frame_id", "encoding"),
    [
        ("rgb", np.zeros((2, 3, 3), np.uint8), "rgb", "rgb8"),
        ("thermal", GREY, "thermal", "mono16"),
        ("thermal", GREY.astype(np.float32), "thermal", "32FC1"),
        ("labels", GREY.astype(np.uint8), "thermal", "mono8"),
    ],
)
def test_a_picture_has_the_stamp_of_its_moment_and_the_frame_of_its_camera(stream, image, frame_id, encoding):
    found = SteadyMoments(4.0).picture(3, stream, image)
    assert (found.stream, found.stamp, found.time) == (stream, 1_750_000_000, 1_750_000_000)
    assert (found.frame_id, found.encoding) == (frame_id, encoding)
    assert found.image is image
    assert not found.truncated


def test_each_moment_lasts_a_period():
    assert [SteadyMoments(4.0).seconds(moments) for moments in (0, 1, 3)] == [0.0, 0.25, 0.75]


@given(rate=st.floats(1e-3, 1e9), moments=st.integers(1, 300))
def test_stamps_are_exact_to_rounding_and_strictly_increase(rate, moments):
    steady = SteadyMoments(rate)
    stamps = [steady.picture(number, "thermal", GREY).stamp for number in range(moments)]
    assert all(earlier < later for earlier, later in pairwise(stamps))
    for number, stamp in enumerate(stamps):
        exact = number * 10**9 / Fraction(rate)
        # To a nanosecond, and before that to a double.
        assert abs(stamp - START - exact) <= Fraction(1, 2) + exact * Fraction(1, 2**53)


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_must_be_positive(rate):
    with pytest.raises(ValueError, match="rate: expected more than 0 moments a second"):
        SteadyMoments(rate)

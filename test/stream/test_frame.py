"""Frames and their unit of time."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.stream.frame import Frame, nanoseconds


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.0, 0), (0.05, 50_000_000), (1.0, 1_000_000_000), (-0.1, -100_000_000), (1e-9, 1), (0.3, 300_000_000)],
)
def test_seconds_become_whole_nanoseconds(seconds, expected):
    assert nanoseconds(seconds) == expected
    assert isinstance(nanoseconds(seconds), int)


def test_frames_are_the_same_only_if_they_are_one_object():
    picture = np.zeros((2, 2), np.uint8)
    frame, equal = (Frame(1, "camera", picture, None) for _ in range(2))
    assert frame == frame  # noqa: PLR0124 - identity is what is tested
    assert frame != equal

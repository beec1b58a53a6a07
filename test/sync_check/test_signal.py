"""Motion on an even time base: values between pictures, means around moments, holes."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.sync_check.motion import Motion
from csk_ros.sync_check.signal import STEP, Signal, change_signal, shift_signal

THREE = Signal(np.array([0.0, 0.1, 0.3]), np.array([0.1, 0.2, 0.4]), np.array([[1.0], [3.0], [5.0]]))
"""Steps of 0.1 s with a hole from 0.2 to 0.3 s."""


def motion(change, shift):
    steps = len(change)
    start = 5_000_000_000 + 100_000_000 * np.arange(steps)
    return Motion(start, start + 100_000_000, np.float32(change), np.float32(shift))


def test_a_value_holds_from_one_picture_to_the_next():
    values, counts = THREE.sample(-0.0525, 100, 0.001)
    moments = -0.0525 + STEP * np.arange(100)
    assert values[(moments > 0) & (moments < 0.1), 0] == pytest.approx(1)
    assert values[(moments > 0.1) & (moments < 0.2), 0] == pytest.approx(3)
    assert counts.tolist() == [float(0 < m < 0.2 or 0.3 < m < 0.4) for m in moments]
    assert not values[counts == 0].any()


def test_means_are_exact_wherever_the_edge_lies():
    values, counts = THREE.sample(0.097, 2, 0.1)
    # Of 100 ms 47 and then 52 lie behind the edge at 0.1 s, between 1 and 3.
    assert values[:, 0] == pytest.approx([1 + 2 * 0.47, 1 + 2 * 0.52])
    assert counts.tolist() == [1, 1]


def test_a_moment_beside_a_hole_does_not_count():
    _, counts = THREE.sample(0.175, 3, 0.1)
    # 75, 70 and 65 ms of 100 have been seen; at 0.165 s it would be 85.
    assert counts.tolist() == [0, 0, 0]
    assert THREE.sample(0.165, 1, 0.1)[1].tolist() == [1]


def test_change_counts_by_its_ratio():
    of = change_signal(motion([[1.0, 0.0], [1.0, 0.0], [10.0, 0.0]], np.zeros((3, 2))), 5_000_000_000)
    assert of.start == pytest.approx([0, 0.1, 0.2])
    assert of.values.mean(axis=0) == pytest.approx([0, 0])
    # The usual change is the median, 0.5; three tenths of it are the floor.
    assert of.values[2, 0] - of.values[0, 0] == pytest.approx(np.log(10.15 / 1.15))


def test_a_longer_step_shows_no_more_motion():
    end = 100_000_000 * np.cumsum([1, 2, 1, 1, 2, 1, 2, 1])
    start = np.concatenate([[0], end[:-1]])
    change = np.float32((end - start) / 1e8)[:, np.newaxis] * [[1.0, 5.0]]
    of = change_signal(Motion(start, end, np.float32(change), np.zeros((8, 2), np.float32)), 0)
    assert np.abs(of.values.mean(axis=1)).max() < 0.01


def test_one_wrong_shift_is_cut():
    of = shift_signal(motion(np.ones((4, 48)), [[1, 1], [-1, -1], [1, 1], [100, 1]]), 0)
    assert of.values[3, 0] - of.values[0, 0] == pytest.approx(6 - 1)
    assert of.period == pytest.approx(0.1)

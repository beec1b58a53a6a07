"""Agreement of blocks under shifts."""

from __future__ import annotations

import numpy as np
import pytest


def shift(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def test_blocks_agree_best_where_the_picture_belongs(scores):
    assert scores.scores.shape == (48, 13, 13)
    down, across = np.unravel_index(scores.scores.sum(axis=0).argmax(), (13, 13))
    assert (across - 6, down - 6) == (4, -2)
    assert scores.centres[[0, -1]].tolist() == [[19.5, 19.5], [299.5, 219.5]]


def test_whole_shifts_are_looked_up_and_others_interpolated(scores):
    total = scores.scores.sum(axis=0)
    assert scores.at(shift(4, -2)) == pytest.approx(total[4, 10], rel=1e-5)
    between = scores.at(shift(1.5, 0))
    assert total[6, 7] < between < total[6, 8]


def test_frames_add_up(scores):
    assert (scores + scores).at(shift(1.3, 0.2)) == pytest.approx(2 * scores.at(shift(1.3, 0.2)), rel=1e-5)

"""The picture of before and after."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csk_ros.register.overlay import EDGE_COLOUR, GAP, ROWS, overlay

SHIFT = np.array([[1, 0, 40], [0, 1, 0], [0, 0, 1.0]])


def test_tiles_show_both(street):
    plain = [replace(moment, rgb=np.full_like(moment.rgb, (10, 20, 30))) for moment in street]
    picture = overlay(plain, SHIFT)
    height, width = 480 + 2 * GAP, 640 + 2 * GAP
    assert picture.shape == (ROWS * height, 2 * width, 3)
    edges = (picture == EDGE_COLOUR).all(axis=2)
    assert np.array_equal(edges[:, :width], edges[:, width:])
    assert 0.01 < edges[:height, :width].mean() < 0.5
    before, after = (picture[GAP : GAP + 480, side + GAP : side + GAP + 640] for side in (0, width))
    free = ~edges[GAP : GAP + 480, GAP : GAP + 640]
    assert (before[free] == (10, 20, 30)).all()
    assert (after[:, :38][free[:, :38]] == 128).all()
    assert (after[:, 42:][free[:, 42:]] == (10, 20, 30)).all()


def test_one_moment_is_one_row(street):
    assert overlay(street[:1], np.eye(3)).shape[0] == 480 + 2 * GAP

"""World points land on the right pixels, and pixels look along the right rays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.synthetic.camera import HEIGHT, NEAR, WIDTH, Camera

AHEAD = Camera(x=0.0, y=1.5, z=10.0, yaw=0.0, pitch=0.0, roll=0.0, focal=500.0)
angles = st.floats(-0.6, 0.6)


def test_a_point_ahead_is_in_the_middle_and_others_lie_on_their_sides():
    pixels, depth = AHEAD.project(np.array([[0.0, 1.5, 15.0], [1.0, 1.5, 15.0], [0.0, 0.5, 15.0]]))
    assert depth.tolist() == [5.0, 5.0, 5.0]
    assert pixels.tolist() == [[319.5, 239.5], [419.5, 239.5], [319.5, 339.5]]


def test_turning_right_moves_things_left_and_looking_up_moves_them_down():
    point = np.array([0.0, 1.5, 20.0])
    right = Camera(0.0, 1.5, 10.0, yaw=0.1, pitch=0.0, roll=0.0, focal=500.0).project(point)[0]
    up = Camera(0.0, 1.5, 10.0, yaw=0.0, pitch=0.1, roll=0.0, focal=500.0).project(point)[0]
    assert right == pytest.approx([319.5 - 500 * np.tan(0.1), 239.5])
    assert up == pytest.approx([319.5, 239.5 + 500 * np.tan(0.1)])


@given(yaw=angles, pitch=angles, roll=angles, row=st.integers(0, 5), column=st.integers(0, 7))
def test_rays_go_through_their_cells(yaw, pitch, roll, row, column):
    camera = Camera(1.0, 1.7, -3.0, yaw, pitch, roll, 450.0)
    ray = camera.rays(6, 8)[row, column]
    pixel, depth = camera.project(camera.position + 7.0 * ray)
    assert depth == pytest.approx(7.0)
    assert pixel == pytest.approx(
        [(column + 0.5) * WIDTH / 8 - 0.5, (row + 0.5) * HEIGHT / 6 - 0.5], abs=1e-6
    )


def test_a_polygon_behind_is_nothing_and_one_half_behind_is_cut():
    behind = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    assert AHEAD.outline(behind) is None
    road = np.array([[-1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 20.0], [-1.0, 0.0, 20.0]])
    cut = AHEAD.outline(road)
    assert cut is not None
    # The far end is where it belongs; the near end is cut off where the camera begins to see.
    assert cut[:, 1].min() == pytest.approx(239.5 + 500 * 1.5 / 10)
    assert cut[:, 1].max() == pytest.approx(239.5 + 500 * 1.5 / NEAR)

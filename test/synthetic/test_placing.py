"""A thing's own axes in the street."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from csk_ros.synthetic.placing import in_world

FORWARD_RIGHT_UP = np.array([[2.0, 0.0, 0.0], [0.0, 1.0, 0.5]])


@pytest.mark.parametrize(
    ("heading", "ahead", "beside"),
    [
        (0.0, (10, 0, 32), (11, 0.5, 30)),
        (pi / 2, (12, 0, 30), (10, 0.5, 29)),
        (pi, (10, 0, 28), (9, 0.5, 30)),
    ],
)
def test_forward_is_along_the_heading_and_right_beside_it(heading, ahead, beside):
    placed = in_world(FORWARD_RIGHT_UP, 10.0, 30.0, heading)
    assert placed == pytest.approx(np.array([ahead, beside]))


def test_points_keep_their_shape():
    assert in_world(np.zeros((4, 2, 5, 3)), 1.0, 2.0, 0.3).shape == (4, 2, 5, 3)

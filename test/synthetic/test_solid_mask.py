"""Ground and houses in the mask of what is not sky."""

from __future__ import annotations

import numpy as np

from csk_ros.synthetic.solid_mask import GROUND, HOUSE, cover


def test_what_is_covered_is_marked_and_its_edge_is_a_share():
    solid = np.zeros((10, 10), np.uint8)
    cover(solid, np.array([[2.0, 3.0], [7.0, 3.0], [7.0, 6.0], [2.0, 6.0]]), HOUSE)
    assert (solid[3:7, 2:8] == HOUSE).all()
    assert not solid[:2].any()
    cover(solid, np.array([[-5.0, 7.5], [15.0, 7.5], [15.0, 20.0], [-5.0, 20.0]]), GROUND)
    assert (solid[9] == GROUND).all()
    assert ((solid[7, [0, 9]] > 0) & (solid[7, [0, 9]] < GROUND)).all()

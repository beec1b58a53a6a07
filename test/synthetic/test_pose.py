"""Bodies stand on the ground and on pedals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.synthetic.pose import ANKLE_LEFT, ANKLE_RIGHT, HEAD, TOE_LEFT, TOE_RIGHT, cycling, walking


@given(phase=st.floats(0, 100), swing=st.floats(0, 0.5))
def test_a_walkers_lower_foot_is_on_the_ground(phase, swing):
    joints = walking(phase, swing, (0.3, 0.3))
    lowest = joints[[ANKLE_LEFT, ANKLE_RIGHT, TOE_LEFT, TOE_RIGHT], 2].min()
    assert lowest == pytest.approx(0.022)
    assert joints[:, 2].argmax() == HEAD


@given(phase=st.floats(0, 100), height=st.floats(1.5, 1.9))
def test_a_riders_feet_follow_the_pedals(phase, height):
    joints = cycling(phase, height)
    assert np.isfinite(joints).all()
    opposite = joints[ANKLE_LEFT] + joints[ANKLE_RIGHT]
    assert opposite[[0, 2]] == pytest.approx([2 * 0.08 - 0.12, 2 * 0.29 + 0.16])

"""A conveyor brings things through a window around the camera again and again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.synthetic.conveyor import conveyor

WINDOW = (-20.0, 80.0)


@given(
    start=st.floats(-200, 200),
    speed=st.floats(-10, 10),
    time=st.floats(0, 600),
    camera_z=st.floats(0, 900),
)
def test_a_conveyor_stays_in_its_window_and_moves_at_its_speed(start, speed, time, camera_z):
    z, lap = conveyor(start, speed, time, camera_z, WINDOW)
    assert WINDOW[0] - 1e-6 <= z - camera_z <= WINDOW[1] + 1e-6
    later, later_lap = conveyor(start, speed, time + 0.1, camera_z, WINDOW)
    assert later + 100 * later_lap == pytest.approx(z + 100 * lap + 0.1 * speed, abs=1e-6)

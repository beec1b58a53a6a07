"""Positions follow from the time alone, without jumps in view."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.synthetic.conveyor import conveyor
from csk_ros.synthetic.layout import make_street
from csk_ros.synthetic.parking import parked_cars
from csk_ros.synthetic.pedestrians import crossers, walkers
from csk_ros.synthetic.pose import ANKLE_LEFT, ANKLE_RIGHT, HEAD, TOE_LEFT, TOE_RIGHT, cycling, walking
from csk_ros.synthetic.randomness import dice
from csk_ros.synthetic.traffic import driving_cars

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


@pytest.mark.parametrize("seed", range(5))
def test_walkers_and_cars_move_smoothly(seed):
    street = make_street(seed)
    for users in (
        lambda t: list(walkers(street, t, 0.0)),
        lambda t: list(crossers(street, t, 0.0)),
        lambda t: list(driving_cars(street, t, 0.0, 0.0)),
    ):
        before, after = users(3.0), users(3.05)
        assert len(before) == len(after)
        steps = [np.hypot(a.x - b.x, a.z - b.z) for b, a in zip(before, after, strict=True)]
        # Whoever has just left the window comes in again at its other end.
        assert sum(step > 0.5 for step in steps) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_cars_are_parked_beside_the_lanes_and_stay(seed):
    street = make_street(seed)
    cars = list(parked_cars(street, 0.0))
    assert cars == list(parked_cars(street, 0.0))
    for car in cars:
        assert abs(car.x) > street.lane
        assert not car.driving


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


def test_dice_depend_on_every_part_of_their_key():
    values = {dice(1, 2, 3).random(), dice(1, 2, 4).random(), dice(1, -2, 3).random(), dice(2, 2, 3).random()}
    assert len(values) == 4
    assert dice(1, 2, 3).random() == dice(1, 2, 3).random()

"""Places of cars and cyclists follow from the time alone, without jumps in view."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.synthetic.street import make_street
from csk_ros.synthetic.traffic import cyclists, driving_cars


@pytest.mark.parametrize("seed", range(5))
def test_cars_and_cyclists_move_smoothly(seed):
    street = make_street(seed)
    for users in (
        lambda t: list(driving_cars(street, t, 0.0, 0.0)),
        lambda t: list(cyclists(street, t, 0.0, 0.0)),
    ):
        before, after = users(3.0), users(3.05)
        assert len(before) == len(after)
        steps = [np.hypot(a.x - b.x, a.z - b.z) for b, a in zip(before, after, strict=True)]
        # Whoever has just left the window comes in again at its other end.
        assert sum(step > 0.5 for step in steps) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_a_rider_goes_where_the_bike_goes(seed):
    for bike in cyclists(make_street(seed), 3.0, 0.0, 1.0):
        assert (bike.rider.x, bike.rider.z, bike.rider.heading) == (bike.x, bike.z, bike.heading)
        assert bike.lights

"""People's places follow from the time alone, without jumps in view."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.synthetic.pedestrians import bystanders, crossers, walkers
from csk_ros.synthetic.street import make_street


@pytest.mark.parametrize("seed", range(5))
def test_whoever_walks_or_crosses_moves_smoothly(seed):
    street = make_street(seed)
    for users in (
        lambda t: list(walkers(street, t, 0.0)),
        lambda t: list(crossers(street, t, 0.0)),
    ):
        before, after = users(3.0), users(3.05)
        assert len(before) == len(after)
        steps = [np.hypot(a.x - b.x, a.z - b.z) for b, a in zip(before, after, strict=True)]
        # Whoever has just left the window comes in again at its other end.
        assert sum(step > 0.5 for step in steps) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_bystanders_turn_a_little_and_stay_where_they_are(seed):
    street = make_street(seed)
    before, after = list(bystanders(street, 3.0, 0.0)), list(bystanders(street, 40.0, 0.0))
    assert [(person.x, person.z) for person in before] == [(person.x, person.z) for person in after]
    assert all(abs(a.heading - b.heading) <= 0.08 for a, b in zip(before, after, strict=True))

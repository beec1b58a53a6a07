"""What is parked stays where it is, beside the lanes."""

from __future__ import annotations

import pytest

from csk_ros.synthetic.parking import SLOT, is_gap, parked_bikes, parked_cars
from csk_ros.synthetic.street import make_street


@pytest.mark.parametrize("seed", range(5))
def test_cars_are_parked_beside_the_lanes_and_stay(seed):
    street = make_street(seed)
    cars = list(parked_cars(street, 0.0))
    assert cars == list(parked_cars(street, 0.0))
    for car in cars:
        assert abs(car.x) > street.lane
        assert not car.driving


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_parked_where_people_cross(seed):
    street = make_street(seed)
    gaps = [k for k in range(16) if is_gap(street, k)]
    assert len(gaps) == 4
    # A car stands less than half a metre off the middle of its slot.
    slots = {int(car.z // SLOT) for car in parked_cars(street, 0.0)}
    assert not slots & set(gaps)


@pytest.mark.parametrize("seed", range(5))
def test_bikes_are_parked_on_the_pavement_without_riders(seed):
    street = make_street(seed)
    bikes = list(parked_bikes(street, 0.0))
    assert bikes == list(parked_bikes(street, 0.0))
    for bike in bikes:
        assert street.road_edge < abs(bike.x) < street.facade
        assert bike.rider is None

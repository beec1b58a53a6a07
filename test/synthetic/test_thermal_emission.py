"""What is warm looks bright to the thermal camera, and the sun turns that over."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.synthetic.canvas import PERSON
from csk_ros.synthetic.scene import SyntheticScene
from csk_ros.synthetic.street import make_street
from csk_ros.synthetic.thermal_emission import ThermalEmission


def around(mask, width=9):
    return cv2.dilate(mask.astype(np.uint8), np.ones((width, width), np.uint8)).astype(bool)


@pytest.mark.parametrize("seed", range(1, 7))
def test_people_are_warmer_than_what_is_around_them_at_night(seed):
    _, thermal, labels = SyntheticScene(seed).render(2.0, 0.0)
    people = labels == PERSON
    assert people.sum() > 100
    surroundings = around(people) & ~around(people, 3) & (labels == 0)
    assert thermal[people].mean() > thermal[surroundings].mean() + 15


def test_the_thermal_picture_hardly_needs_light():
    scene = SyntheticScene(2)
    night, day = scene.render(2.0, 0.0), scene.render(2.0, 1.0)
    people = night.labels == PERSON
    rgb_contrast = [abs(p.rgb[people].mean() - p.rgb[~people].mean()) for p in (night, day)]
    assert night.thermal[people].mean() > night.thermal[~people].mean() + 15
    assert rgb_contrast[0] < 20


def warm_street():
    return next(s for s in map(make_street, range(100)) if s.air > 22 and s.clear > 0.6)


def test_asphalt_in_the_summer_sun_is_warmer_than_skin_and_colder_at_night():
    street = warm_street()
    noon, night = ThermalEmission(street, 1.0), ThermalEmission(street, 0.0)
    assert noon.asphalt > noon.skin
    assert night.asphalt < night.skin


def test_a_cars_paint_is_colder_than_the_air_at_night_and_hot_in_the_sun():
    street = warm_street()
    noon, night = ThermalEmission(street, 1.0), ThermalEmission(street, 0.0)
    assert night.body(1.0) < night.air < noon.air + 8 < noon.body(1.0)
    assert noon.body(1.0) > noon.body(0.0)


def test_codes_rise_with_temperature_and_stay_in_range():
    emission = ThermalEmission(make_street(1), 0.5)
    codes = [emission.code(celsius) for celsius in np.linspace(-80, 120, 50)]
    assert codes == sorted(codes)
    assert (codes[0], codes[-1]) == (0.0, 255.0)

"""Labels lie exactly where the things are painted."""

from __future__ import annotations

from math import pi

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from csk_ros.synthetic.bike import Bike
from csk_ros.synthetic.camera import Camera
from csk_ros.synthetic.canvas import BIKE, CAR, PERSON, Canvas
from csk_ros.synthetic.car import Car
from csk_ros.synthetic.car_looks import car_looks
from csk_ros.synthetic.ink import Ink
from csk_ros.synthetic.person import Person
from csk_ros.synthetic.person_looks import person_looks
from csk_ros.synthetic.pose import cycling, walking
from csk_ros.synthetic.scene import SyntheticScene
from csk_ros.synthetic.street import make_street
from csk_ros.synthetic.thermal_emission import ThermalEmission

CAMERA = Camera(x=0.0, y=1.5, z=0.0, yaw=0.0, pitch=-0.05, roll=0.0, focal=500.0)
INK = Ink(ThermalEmission(make_street(1), 0.5))
GREY = 201
RIM = 3
KERNEL = np.ones((3, 3), np.uint8)


def person(x, z, heading, seed):
    look = person_looks(seed)
    return Person(x, z, heading, look, walking(seed * 0.7, 0.4, (0.3, 0.3)) * look.height)


def cyclist(x, z, heading, seed):
    rider = Person(x, z, heading, person_looks(seed), cycling(seed * 0.7, 1.7))
    return Bike(x, z, heading, (200.0, 30.0, 30.0), 1.0, rider)


def bike(x, z, heading, seed):
    return Bike(x, z, heading, (200.0, 30.0, 30.0), float(seed))


def car(x, z, heading, seed):
    return Car(x, z, heading, car_looks(seed), driving=False, darkness=0.0)


def painted(thing):
    """Where a thing changed a grey canvas, and its labels."""
    canvas = Canvas()
    canvas.picture[:] = GREY
    thing.paint(canvas, CAMERA, INK)
    return (canvas.picture != GREY).any(axis=2), canvas.labels


@settings(max_examples=60, deadline=None)
@given(
    make=st.sampled_from([person, cyclist, bike, car]),
    x=st.floats(-6, 6),
    z=st.floats(3, 50),
    heading=st.floats(-pi, pi),
    seed=st.integers(0, 50),
)
def test_what_is_painted_is_labelled_and_the_other_way_round(make, x, z, heading, seed):
    changed, labels = painted(make(x, z, heading, seed))
    mask = (labels > 0).astype(np.uint8)
    # Not on the picture's rim, where OpenCV draws antialiased edges in another way.
    inner = np.s_[RIM:-RIM, RIM:-RIM]
    # Antialiasing tints one pixel around a hard edge, and a second one at the tip of a sharp corner.
    beyond = [(changed & (cv2.dilate(mask, KERNEL, iterations=n) == 0))[inner].sum() for n in (1, 2)]
    assert beyond[0] <= 0.01 * mask.sum() + 12
    assert beyond[1] == 0
    assert not (mask.astype(bool) & ~changed)[inner].any()


def test_things_have_their_classes():
    assert set(np.unique(painted(person(0, 6, 1.0, 1))[1])) == {0, PERSON}
    assert set(np.unique(painted(bike(0, 6, 1.0, 1))[1])) == {0, BIKE}
    assert set(np.unique(painted(car(0, 9, 1.0, 1))[1])) == {0, CAR}
    assert set(np.unique(painted(cyclist(0, 6, 1.0, 1))[1])) == {0, BIKE, PERSON}


def test_the_nearer_one_hides_the_farther_one():
    scene = SyntheticScene(1)
    camera = scene.street.camera_at(0.0)
    near, far = car(camera.x, 8.0, pi / 2, 1), person(camera.x, 12.0, 0.0, 1)
    alone = scene.paint(0.0, 1.0, [near]).labels
    for things in ([near, far], [far, near]):
        labels = scene.paint(0.0, 1.0, things).labels
        assert (labels[alone == CAR] == CAR).all()
    assert (scene.paint(0.0, 1.0, [far]).labels == PERSON).any()


def test_size_follows_the_distance():
    sizes = [(painted(person(0.0, z, 0.0, 3))[1] == PERSON).sum() for z in (4.0, 8.0, 16.0)]
    assert sizes[0] / sizes[1] > 3.2
    assert sizes[1] / sizes[2] > 3.0

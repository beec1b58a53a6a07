"""Who may hide whom decides the order of painting."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.synthetic.camera import Camera
from csk_ros.synthetic.thing import Extent, back_to_front

CAMERA = Camera(x=0.0, y=1.5, z=0.0, yaw=0.0, pitch=0.0, roll=0.0, focal=500.0)


@dataclass(frozen=True, eq=False)
class Box:
    extent: Extent
    height: float = 1.0
    shadow: float = 0.0

    def paint(self, canvas, camera, ink):
        raise NotImplementedError


def test_the_farthest_comes_first():
    boxes = [Box(Extent(-1, 1, z, z + 1)) for z in (5.0, 30.0, 12.0)]
    assert [b.extent.z0 for b in back_to_front(boxes, CAMERA)] == [30.0, 12.0, 5.0]


def test_a_long_car_at_the_kerb_hides_the_person_behind_it_though_its_middle_is_farther():
    car, person = Box(Extent(3.7, 5.5, 8.0, 12.5)), Box(Extent(6.0, 6.4, 8.2, 8.6))
    assert back_to_front([car, person], CAMERA) == [person, car]


def test_nothing_is_in_order():
    assert back_to_front([], CAMERA) == []


boxes = st.builds(
    lambda x, z, w, d: Box(Extent(x, x + w, z, z + d)),
    st.floats(-10, 10),
    st.floats(1, 60),
    st.floats(0.1, 5),
    st.floats(0.1, 5),
)


@given(st.lists(boxes, max_size=12))
def test_every_thing_is_painted_once(things):
    ordered = back_to_front(things, CAMERA)
    assert len(ordered) == len(things)
    assert {id(t) for t in ordered} == {id(t) for t in things}


@given(st.lists(st.floats(1, 60), min_size=2, max_size=8, unique=True))
def test_things_in_a_row_keep_their_order(distances):
    row = [Box(Extent(-1, 1, z, z + 1e-3)) for z in distances]
    assert [b.extent.z0 for b in back_to_front(row, CAMERA)] == sorted(distances, reverse=True)

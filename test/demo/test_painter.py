from __future__ import annotations

import numpy as np
import pytest

from csk_ros.demo import video_layout as layout
from csk_ros.demo.painter import DIM, Painter
from csk_ros.demo.storyboard import Scene, Shot
from csk_ros.evaluation.pictures.panel import compress
from csk_ros.evaluation.pictures.words import FAULT_COLOUR
from csk_ros.labels import STREET
from csk_ros.mode_colours import MODE_COLOURS
from csk_ros.recording.fault_script import FaultScript

SCRIPT = FaultScript.from_list(
    [{"rgb": "drop", "from": 2.0, "to": 4.0}, {"thermal": "shutter", "from": 6.0, "to": 8.0}]
)


def shot(level, *, missing=False):
    return Shot(compress(np.full((48, 64), level, np.uint8)), 0.5, missing=missing)


def scene(time, mode="fused", **shots):
    return Scene(
        time,
        **({"rgb": shot(200), "thermal": shot(100), "labels": shot(150)} | shots),
        mode=mode,
        reason="a reason",
    )


@pytest.fixture
def painter():
    return Painter(SCRIPT, 10.0, STREET)


def inside(box, picture):
    """The corner of a box, where no letters are."""
    return picture[box.top + 5, box.left + 5]


def lane_colour(picture, name, seconds):
    box = layout.lane(name)
    return tuple(picture[box.top + 2, layout.lane_x(seconds / 10.0)])


def test_the_pictures_stand_side_by_side_under_the_modes_colour(painter):
    picture = painter.paint(scene(1.0))
    assert picture.shape == (layout.HEIGHT, layout.WIDTH, 3)
    assert picture.dtype == np.uint8
    for number, level in enumerate((200, 100, 150)):
        np.testing.assert_allclose(inside(layout.panel(number), picture), level, atol=3)
    assert tuple(picture[3, layout.WIDTH // 2]) == MODE_COLOURS["fused"]


def test_letters_are_drawn_on_the_banner(painter):
    banner = painter.paint(scene(1.0))[: layout.BANNER, : layout.WIDTH // 2]
    assert (banner == 255).all(axis=2).sum() > 1000


def test_a_missing_picture_is_dimmed_and_named(painter):
    picture = painter.paint(scene(3.0, rgb=shot(200, missing=True)))
    box = layout.panel(0)
    np.testing.assert_allclose(inside(box, picture), 200 * DIM, atol=2)
    panel = picture[box.top : box.bottom, box.left : box.right]
    assert (panel == layout.ALARM).all(axis=2).sum() > 500


def test_a_camera_that_never_sent_anything_leaves_its_panel_empty(painter):
    picture = painter.paint(scene(0.1, thermal=Shot(None, 0.1, missing=True)))
    assert tuple(inside(layout.panel(1), picture)) == layout.EMPTY


def test_a_picture_of_another_shape_stands_in_the_middle(painter):
    wide = Shot(compress(np.full((100, 400), 200, np.uint8)), 0.0, missing=False)
    picture = painter.paint(scene(1.0, rgb=wide))
    box = layout.panel(0)
    column = picture[box.top : box.bottom, (box.left + box.right) // 2, 0]
    np.testing.assert_array_equal(np.flatnonzero(column > 100), np.arange(120, 240))


def test_faults_of_the_script_stand_in_their_cameras_row(painter):
    picture = painter.paint(scene(0.5))
    assert lane_colour(picture, "rgb", 2.1) == FAULT_COLOUR
    assert lane_colour(picture, "rgb", 4.1) == layout.LANE
    assert lane_colour(picture, "thermal", 2.1) == layout.LANE
    assert lane_colour(picture, "thermal", 7.9) == FAULT_COLOUR


def test_the_modes_row_grows_with_time(painter):
    painter.paint(scene(2.0))
    painter.paint(scene(3.0, mode="thermal"))
    picture = painter.paint(scene(4.0, mode="rgb"))
    assert lane_colour(picture, "mode", 1.0) == MODE_COLOURS["fused"]
    assert lane_colour(picture, "mode", 2.5) == MODE_COLOURS["thermal"]
    assert lane_colour(picture, "mode", 3.5) == MODE_COLOURS["rgb"]
    assert lane_colour(picture, "mode", 5.0) == layout.LANE


def test_the_cursor_stands_at_the_scenes_time(painter):
    first = painter.paint(scene(5.0))
    second = painter.paint(scene(9.0))
    assert lane_colour(first, "thermal", 5.0) == (255, 255, 255)
    assert lane_colour(second, "thermal", 9.0) == (255, 255, 255)
    assert lane_colour(second, "thermal", 5.0) == layout.LANE


def test_the_legend_shows_every_class_that_has_a_colour(painter):
    top = painter.paint(scene(1.0))[layout.BANNER : layout.PANEL_TOP]
    for colour in STREET.colours[1:]:
        assert (top == colour).all(axis=2).sum() >= 14 * 14

"""Labels for points, by pixel and by projection."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.camera_model import CameraModel
from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_cloud_layout import point_view
from csk_ros.points.label_picture import LabelPicture
from csk_ros.points.point_labels import (
    is_pixel_for_pixel,
    labels_by_projection,
    unlabelled,
)
from support.camera_infos import camera_info
from support.clouds import cloud_of

HEIGHT, WIDTH, FOCAL = 5, 7, 10.0
LABELS = np.arange(HEIGHT * WIDTH, dtype=np.uint8).reshape(HEIGHT, WIDTH)
PICTURE = LabelPicture(SimpleNamespace(frame_id="thermal_optical"), LABELS, LABELS + 100)
CAMERA = CameraModel.of(camera_info(WIDTH, HEIGHT, FOCAL))


def point_of(row: float, column: float, depth: float = 2.0) -> list[float]:
    """The point that is seen at a place of the picture."""
    return [(column - (WIDTH - 1) / 2) / FOCAL * depth, (row - (HEIGHT - 1) / 2) / FOCAL * depth, depth]


def test_no_label_is_255_without_confidence():
    points = unlabelled((2, 3))
    assert points.labels.tolist() == [[255] * 3] * 2
    assert points.confidence.tolist() == [[0] * 3] * 2


def test_each_point_gets_the_label_of_its_pixel_and_others_none():
    cloud = cloud_of([point_of(0, 0), point_of(4, 6), [0, 0, -1], point_of(2, 3.4), point_of(2, 7)])
    found = labels_by_projection(point_view(cloud), PICTURE, CAMERA)
    assert found.labels.tolist() == [[0, 34, 255, 17, 255]]
    assert found.confidence.tolist() == [[100, 134, 0, 117, 0]]


@given(
    st.lists(st.tuples(st.floats(-3, 8), st.floats(-3, 10), st.floats(0.1, 50)), min_size=1, max_size=20),
    st.booleans(),
)
def test_every_point_is_labelled_as_if_it_were_alone(places, in_a_column):
    points = np.array([point_of(*place) for place in places])
    cloud = point_view(cloud_of(points[:, None] if in_a_column else points))
    together = labels_by_projection(cloud, PICTURE, CAMERA)
    assert together.labels.shape == together.confidence.shape == cloud.shape
    alone = [labels_by_projection(point_view(cloud_of(point[None])), PICTURE, CAMERA) for point in points]
    assert together.labels.reshape(-1).tolist() == [int(found.labels[0, 0]) for found in alone]


def test_an_organised_cloud_of_the_pictures_size_is_pixel_for_pixel():
    assert is_pixel_for_pixel(np.zeros((HEIGHT, WIDTH), [("x", "f4")]), PICTURE)
    assert not is_pixel_for_pixel(np.zeros((WIDTH, HEIGHT), [("x", "f4")]), PICTURE)
    row = LabelPicture(PICTURE.header, LABELS[:1], LABELS[:1])
    assert not is_pixel_for_pixel(np.zeros((1, WIDTH), [("x", "f4")]), row), "an unordered cloud"


@pytest.mark.parametrize("kind", [[("x", "f4"), ("y", "f4")], [("x", "f4"), ("y", "f4"), ("z", "i4")]])
def test_points_without_coordinates_are_refused(kind):
    with pytest.raises(PointCloudError, match="x, y and z of FLOAT32 or FLOAT64, got x, y"):
        labels_by_projection(np.zeros((1, 4), kind), PICTURE, CAMERA)

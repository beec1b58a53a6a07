"""Points in a message's memory."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from sensor_msgs.msg import PointCloud2

from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_cloud_layout import byte_view, point_view
from support.clouds import cloud_of

POINTS = np.arange(2 * 3 * 3, dtype=np.float32).reshape(2, 3, 3)


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("row_padding", [0, 5])
def test_coordinates_are_read_whatever_the_byte_order_and_the_padding_of_rows(big, row_padding):
    points = point_view(cloud_of(POINTS, row_padding=row_padding, big=big))
    assert points.shape == (2, 3)
    for number, name in enumerate("xyz"):
        assert points[name].tolist() == POINTS[..., number].tolist()


def test_nothing_is_copied():
    cloud = cloud_of(POINTS)
    before = point_view(cloud)["x"][1, 2]
    cloud.data[-12] ^= 0xFF
    assert point_view(cloud)["x"][1, 2] != before
    assert byte_view(cloud)[1, 2, 0] == cloud.data[-12]


def test_bytes_come_point_by_point():
    cloud = cloud_of(POINTS, row_padding=4)
    assert byte_view(cloud).shape == (2, 3, 12)
    assert byte_view(cloud)[1, 0].tobytes() == POINTS[1, 0].tobytes()


def test_the_padding_of_the_last_row_may_be_missing():
    cloud = cloud_of(POINTS, row_padding=5)
    cloud.data = cloud.data[:-5]
    assert point_view(cloud)["z"].tolist() == POINTS[..., 2].tolist()


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"point_step": 0}, "empty", "3x2 of 0 bytes"),
        ({"row_step": 35}, "step", r"at least 36 bytes \(3 points of 12\), row_step is 35"),
        ({"row_step": 0, "height": 1, "width": 7}, "truncated", "expected 84 bytes .*, 72 came"),
        ({"row_step": 0, "width": 2}, "step", r"at least 24 bytes \(2 points of 12\), row_step is 0"),
        ({"width": 0, "point_step": 2**20 + 1}, "step", "at most 1048576 bytes, point_step is 1048577"),
        ({"width": 0, "point_step": 11}, "fields", "'z' ends at byte 12"),
        ({"height": 3}, "truncated", "expected 108 bytes .*, 72 came"),
        ({"point_step": 11}, "fields", "'z' ends at byte 12"),
        ({"width": 2**31}, "step", "row_step is 36"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes, reason, words):
    cloud = cloud_of(POINTS)
    for name, value in changes.items():
        setattr(cloud, name, value)
    with pytest.raises(PointCloudError, match=words) as caught:
        point_view(cloud)
    assert caught.value.reason == reason


def test_a_row_step_of_zero_is_no_matter_in_a_cloud_of_one_row():
    cloud = cloud_of(POINTS[0])
    cloud.row_step = 0
    assert point_view(cloud)["y"].tolist() == [POINTS[0, :, 1].tolist()]


def test_a_row_step_of_zero_is_no_matter_where_rows_have_no_padding():
    cloud = cloud_of(POINTS)
    cloud.row_step = 0
    assert point_view(cloud)["y"].tolist() == POINTS[..., 1].tolist()
    assert byte_view(cloud).tobytes() == POINTS.tobytes()


@pytest.mark.parametrize(
    "changes",
    [
        {"height": 0},
        {"width": 0},
        {"height": 0, "width": 0, "row_step": 0, "data": b""},
        {"height": 1, "width": 0, "row_step": 0, "data": b""},
        {"height": 0, "width": 2**32 - 1},
        {"height": 2**32 - 1, "width": 0},
        {"width": 0, "is_bigendian": True},
    ],
)
def test_a_cloud_without_points_has_fields_and_nothing_else(changes):
    cloud = cloud_of(POINTS)
    for name, value in changes.items():
        setattr(cloud, name, value)
    points = point_view(cloud)
    assert points.shape == (cloud.height, cloud.width)
    assert points.dtype.names == ("x", "y", "z")
    assert byte_view(cloud).shape == (cloud.height, cloud.width, 12)


def test_a_cloud_of_nothing_at_all_can_be_read():
    assert point_view(PointCloud2()).shape == (0, 0)
    assert byte_view(PointCloud2()).shape == (0, 0, 0)

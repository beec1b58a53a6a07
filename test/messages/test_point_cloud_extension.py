"""Clouds with further fields."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from sensor_msgs.msg import PointCloud2, PointField

from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_cloud_extension import extended
from csk_ros.messages.point_cloud_layout import point_view
from support.clouds import cloud_of

POINTS = np.arange(2 * 3 * 3, dtype=np.float32).reshape(2, 3, 3)
LABELS = np.arange(6, dtype=np.uint8).reshape(2, 3)
CONFIDENCE = LABELS + 100


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("row_padding", [0, 5])
def test_points_keep_what_they_have_and_get_what_is_new(big, row_padding):
    cloud = cloud_of(POINTS, row_padding=row_padding, big=big)
    result = extended(cloud, {"label": LABELS, "confidence": CONFIDENCE})
    assert result.header == cloud.header
    assert (result.height, result.width, result.is_dense, result.is_bigendian) == (2, 3, True, big)
    assert [(f.name, f.offset, f.datatype, f.count) for f in result.fields] == [
        ("x", 0, PointField.FLOAT32, 1),
        ("y", 4, PointField.FLOAT32, 1),
        ("z", 8, PointField.FLOAT32, 1),
        ("label", 12, PointField.UINT8, 1),
        ("confidence", 13, PointField.UINT8, 1),
    ]
    assert (result.point_step, result.row_step, len(result.data)) == (16, 48, 96)
    points = point_view(result)
    assert np.stack([points[axis] for axis in "xyz"], axis=-1).tolist() == POINTS.tolist()
    assert points["label"].tolist() == LABELS.tolist()
    assert points["confidence"].tolist() == CONFIDENCE.tolist()


def test_the_cloud_itself_stays_as_it_is():
    cloud = cloud_of(POINTS)
    extended(cloud, {"label": LABELS})
    assert cloud == cloud_of(POINTS)


def test_a_field_that_is_there_already_is_refused():
    labelled = extended(cloud_of(POINTS), {"label": LABELS, "confidence": CONFIDENCE})
    with pytest.raises(PointCloudError, match="without fields confidence, label, it has them"):
        extended(labelled, {"label": LABELS, "confidence": CONFIDENCE})


@pytest.mark.parametrize(("height", "width"), [(1, 0), (0, 0), (0, 2**32 - 1), (2**32 - 1, 0)])
def test_a_cloud_without_points_gets_the_fields_alone(height, width):
    cloud = cloud_of(POINTS)
    cloud.height, cloud.width, cloud.data = height, width, b""
    nothing = np.empty((height, width), np.uint8)
    result = extended(cloud, {"label": nothing, "confidence": nothing})
    assert (result.height, result.width, result.point_step, len(result.data)) == (height, width, 16, 0)
    assert result.row_step == 0
    assert [(f.name, f.offset) for f in result.fields][3:] == [("label", 12), ("confidence", 13)]


def test_a_cloud_without_fields_and_points_gets_them_too():
    nothing = np.empty((0, 0), np.uint8)
    result = extended(PointCloud2(), {"label": nothing, "confidence": nothing})
    assert [(f.name, f.offset) for f in result.fields] == [("label", 0), ("confidence", 1)]
    assert result.point_step == 4


def test_padding_between_fields_stays_where_it_is():
    padding = [
        PointField(name="_", offset=at, datatype=PointField.UINT8, count=n) for at, n in ((12, 4), (20, 12))
    ]
    points = np.zeros((1, 5, 8), np.float32)
    points[..., :3] = np.arange(15).reshape(1, 5, 3)
    cloud = cloud_of(points[..., :3])
    cloud.fields, cloud.point_step, cloud.row_step = [*cloud.fields, *padding], 32, 160
    cloud.data = points.tobytes()
    labels = np.arange(5, dtype=np.uint8).reshape(1, 5)
    result = extended(cloud, {"label": labels})
    assert [field.name for field in result.fields] == ["x", "y", "z", "_", "_", "label"]
    assert point_view(result)["label"].tolist() == labels.tolist()
    assert point_view(result)["z"].tolist() == points[..., 2].tolist()

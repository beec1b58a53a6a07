"""Clouds with further fields."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from sensor_msgs.msg import PointField

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

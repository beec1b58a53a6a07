"""Point clouds of a few points."""

from __future__ import annotations

import numpy as np
from sensor_msgs.msg import PointCloud2, PointField
from std_msgs.msg import Header

from csk_ros.messages.stamp_message import to_stamp

XYZ = [
    PointField(name=name, offset=4 * number, datatype=PointField.FLOAT32, count=1)
    for number, name in enumerate("xyz")
]


def cloud_of(
    points, *, stamp: int = 1_000_000_000, frame_id: str = "thermal_optical", row_padding: int = 0, big=False
) -> PointCloud2:
    """A cloud of float32 x, y and z from [n, 3] or [h, w, 3]; `row_padding` bytes follow each row."""
    points = np.asarray(points, ">f4" if big else "<f4")
    points = points[None] if points.ndim == 2 else points
    height, width = points.shape[:2]
    rows = np.zeros((height, width * 12 + row_padding), np.uint8)
    rows[:, : width * 12] = np.frombuffer(points.tobytes(), np.uint8).reshape(height, -1)
    return PointCloud2(
        header=Header(stamp=to_stamp(stamp), frame_id=frame_id),
        height=height,
        width=width,
        fields=XYZ,
        is_bigendian=big,
        point_step=12,
        row_step=width * 12 + row_padding,
        data=rows.tobytes(),
        is_dense=True,
    )

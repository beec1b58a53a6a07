"""Add fields to a point cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sensor_msgs.msg import PointCloud2, PointField

from csk_ros.messages.message_bytes import message_bytes
from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_cloud_layout import byte_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

ALIGNMENT = 4
"""Bytes: what follows a point's last field, so that the floats of the next one begin where floats do."""


def extended(cloud: PointCloud2, columns: Mapping[str, NDArray[np.uint8]]) -> PointCloud2:
    """A copy of a cloud whose points have further fields of type UINT8.

    Header, points, order and the fields there were stay as they are; the padding of rows goes.

    Args:
        cloud: of any fields, with or without points.
        columns: the new fields by name, uint8[height, width] each.

    Raises:
        PointCloudError: `fields` if the cloud has a field of one of the names already; otherwise as
            `point_view`.
    """
    taken = sorted({field.name for field in cloud.fields} & set(columns))
    if taken:
        raise PointCloudError("fields", f"expected a cloud without fields {', '.join(taken)}, it has them")
    old = byte_view(cloud)
    point_step = -(-(cloud.point_step + len(columns)) // ALIGNMENT) * ALIGNMENT
    points = np.zeros((cloud.height, cloud.width, point_step), np.uint8)
    points[..., : cloud.point_step] = old
    fields = list(cloud.fields)
    for offset, (name, column) in enumerate(columns.items(), start=cloud.point_step):
        points[..., offset] = column
        fields.append(PointField(name=name, offset=offset, datatype=PointField.UINT8, count=1))
    return PointCloud2(
        header=cloud.header,
        height=cloud.height,
        width=cloud.width,
        fields=fields,
        is_bigendian=cloud.is_bigendian,
        point_step=point_step,
        # Without a row, a width that is a mere number must not make a step that is too large for the message.
        row_step=point_step * cloud.width if cloud.height else 0,
        data=message_bytes(points),
        is_dense=cloud.is_dense,
    )

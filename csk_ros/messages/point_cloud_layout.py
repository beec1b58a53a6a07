"""The points of a sensor_msgs/PointCloud2 in the message's own memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.point_fields import PointField, point_dtype

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class PointCloud(Protocol):
    """The fields of sensor_msgs/PointCloud2 that say what its bytes mean."""

    height: int
    width: int
    fields: Sequence[PointField]
    is_bigendian: bool
    point_step: int
    row_step: int
    data: Any
    """Anything with one buffer of bytes: array.array("B"), bytes, a uint8 ndarray."""


LARGEST_POINT = 2**20
"""Bytes: of a cloud without points, too, whose point_step no data bound."""


def point_view(message: PointCloud) -> NDArray[np.void]:
    """The points as a structured array [height, width], without copying; there may be none.

    Its dtype is in the cloud's byte order.

    Raises:
        PointCloudError: fields, steps and bytes that do not fit each other.
    """
    row_step = _checked_row_step(message)
    dtype = point_dtype(message.fields, message.point_step).newbyteorder(">" if message.is_bigendian else "<")
    shape, strides = (message.height, message.width), (row_step, message.point_step)
    if 0 in shape:
        return np.empty(shape, dtype)
    points: NDArray[np.void] = np.ndarray(shape, dtype, buffer=message.data, strides=strides)
    return points


def byte_view(message: PointCloud) -> NDArray[np.uint8]:
    """The bytes of every point, uint8[height, width, point_step], without copying.

    Raises:
        PointCloudError: as `point_view`.
    """
    row_step = _checked_row_step(message)
    shape = (message.height, message.width, message.point_step)
    if 0 in shape:
        return np.empty(shape, np.uint8)
    strides = (row_step, message.point_step, 1)
    points: NDArray[np.uint8] = np.ndarray(shape, np.uint8, buffer=message.data, strides=strides)
    return points


def _checked_row_step(message: PointCloud) -> int:
    """Bytes from one row to the next, once they are known to be there."""
    height, width, size = message.height, message.width, memoryview(message.data).nbytes
    if message.point_step > LARGEST_POINT:
        raise PointCloudError(
            "step", f"expected points of at most {LARGEST_POINT} bytes, point_step is {message.point_step}"
        )
    if not height or not width:
        return 0
    if not message.point_step:
        raise PointCloudError("empty", f"expected points, it is {width}x{height} of 0 bytes each")
    whole_row = width * message.point_step
    row_step = message.row_step
    # Some drivers leave row_step out. It says nothing of one row, and without padding there is no doubt.
    if not row_step and (height == 1 or size == whole_row * height):
        row_step = whole_row
    if row_step < whole_row and height > 1:
        raise PointCloudError(
            "step",
            f"expected rows of at least {whole_row} bytes ({width} points of {message.point_step}), "
            f"row_step is {row_step}",
        )
    expected = row_step * (height - 1) + whole_row
    if size < expected:
        raise PointCloudError(
            "truncated",
            f"expected {expected} bytes ({width}x{height} points of {message.point_step}, row_step "
            f"{row_step}), {size} came",
        )
    return row_step

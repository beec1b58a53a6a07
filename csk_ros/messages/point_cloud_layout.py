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


def point_view(message: PointCloud) -> NDArray[np.void]:
    """The points as a structured array [height, width], without copying.

    Its dtype is in the cloud's byte order.

    Raises:
        PointCloudError: no points, or fields, steps and bytes that do not fit each other.
    """
    _check(message)
    dtype = point_dtype(message.fields, message.point_step).newbyteorder(">" if message.is_bigendian else "<")
    points: NDArray[np.void] = np.ndarray(
        (message.height, message.width),
        dtype,
        buffer=message.data,
        strides=(message.row_step, message.point_step),
    )
    return points


def byte_view(message: PointCloud) -> NDArray[np.uint8]:
    """The bytes of every point, uint8[height, width, point_step], without copying.

    Raises:
        PointCloudError: as `point_view`.
    """
    _check(message)
    points: NDArray[np.uint8] = np.ndarray(
        (message.height, message.width, message.point_step),
        np.uint8,
        buffer=message.data,
        strides=(message.row_step, message.point_step, 1),
    )
    return points


def _check(message: PointCloud) -> None:
    height, width = message.height, message.width
    if not height or not width or not message.point_step:
        raise PointCloudError(
            "empty", f"expected points, it is {width}x{height} of {message.point_step} bytes each"
        )
    # Some drivers leave row_step out of a cloud of one row, where it says nothing.
    if message.row_step < width * message.point_step and height > 1:
        raise PointCloudError(
            "step",
            f"expected rows of at least {width * message.point_step} bytes ({width} points of "
            f"{message.point_step}), row_step is {message.row_step}",
        )
    expected = message.row_step * (height - 1) + width * message.point_step
    size = memoryview(message.data).nbytes
    if size < expected:
        raise PointCloudError(
            "truncated",
            f"expected {expected} bytes ({width}x{height} points of {message.point_step}, row_step "
            f"{message.row_step}), {size} came",
        )

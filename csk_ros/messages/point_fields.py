"""The fields of a cloud's points as a numpy dtype: by sensor_msgs_py where it is installed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from csk_ros.messages.point_cloud_error import PointCloudError
from csk_ros.messages.quoted_text import quoted

try:
    from sensor_msgs_py.point_cloud2 import dtype_from_fields
except ImportError:
    # The ROS wheels on PyPI do not have it.
    dtype_from_fields = None

if TYPE_CHECKING:
    from collections.abc import Sequence

TYPES: dict[int, np.dtype[Any]] = dict(
    enumerate(map(np.dtype, ("i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8")), start=1)
)
"""What the numbers of sensor_msgs/PointField.datatype stand for."""

PADDING = "_"
"""What PCL calls the bytes between fields; a cloud may have several of this name, and nobody reads them."""


class PointField(Protocol):
    """The fields of sensor_msgs/PointField."""

    name: str
    offset: int
    datatype: int
    count: int


def point_dtype(fields: Sequence[PointField], point_step: int) -> np.dtype[Any]:
    """The dtype of one point, in this machine's byte order.

    As sensor_msgs_py has it, a field of several values becomes several, `name_0`, `name_1` and so on. Fields
    called `_` are padding, and left out.

    Args:
        fields: of a sensor_msgs/PointCloud2.
        point_step: bytes from one point to the next.

    Raises:
        PointCloudError: `fields` if they are no fields, share a name, or do not fit into `point_step`.
    """
    fields = [field for field in fields if field.name != PADDING]
    for field in fields:
        if field.datatype not in TYPES or field.count < 1 or not field.name:
            raise PointCloudError(
                "fields",
                f"expected fields with a name, a datatype of 1 to 8 and a count of 1 or more; "
                f"{quoted(field.name)} has datatype {field.datatype}, count {field.count}",
            )
        end = field.offset + field.count * TYPES[field.datatype].itemsize
        if end > point_step:
            raise PointCloudError(
                "fields",
                f"expected fields within {point_step} bytes, {quoted(field.name)} ends at byte {end}",
            )
    names = Counter(name for field in fields for name in _names(field))
    if taken := [quoted(name) for name, number in names.items() if number > 1]:
        raise PointCloudError(
            "fields", f"expected fields with names of their own, several are called {', '.join(taken)}"
        )
    if dtype_from_fields is not None:
        dtype: np.dtype[Any] = dtype_from_fields(fields, point_step)
        return dtype
    return _own_dtype(fields, point_step)


def _own_dtype(fields: Sequence[PointField], point_step: int) -> np.dtype[Any]:
    names, formats, offsets = [], [], []
    for field in fields:
        one = TYPES[field.datatype]
        for number, name in enumerate(_names(field)):
            names.append(name)
            formats.append(one)
            offsets.append(field.offset + number * one.itemsize)
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": point_step})


def _names(field: PointField) -> list[str]:
    return [field.name] if field.count == 1 else [f"{field.name}_{number}" for number in range(field.count)]

"""Image messages without ROS: the fields of those that rclpy hands over, and none of their cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Stamp(NamedTuple):
    """The fields of builtin_interfaces/Time."""

    sec: int
    """int32."""
    nanosec: int
    """uint32; nothing keeps it under a second."""


class Header(NamedTuple):
    """The fields of std_msgs/Header."""

    stamp: Stamp
    frame_id: str


@dataclass
class PlainImage:
    """The fields of sensor_msgs/Image."""

    header: Header
    height: int
    width: int
    encoding: str
    is_bigendian: int
    step: int
    data: Any
    """Anything with one buffer of bytes."""

    def __str__(self) -> str:
        return (
            f"Image {self.width}x{self.height} {self.encoding!r}, is_bigendian {self.is_bigendian}, step "
            f"{self.step}, {len(self.data)} bytes, {self.header}"
        )


@dataclass
class PlainCompressedImage:
    """The fields of sensor_msgs/CompressedImage."""

    header: Header
    format: str
    data: Any
    """Anything with one buffer of bytes."""

    def __str__(self) -> str:
        return f"CompressedImage {self.format!r}, {len(self.data)} bytes, {self.header}"


PlainMessage = PlainImage | PlainCompressedImage

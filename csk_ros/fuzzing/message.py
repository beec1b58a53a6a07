"""Image messages as rclpy hands them over, without rclpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array


@dataclass
class Stamp:
    """builtin_interfaces/Time."""

    sec: int
    """int32."""
    nanosec: int
    """uint32; nothing keeps it under a second."""


@dataclass
class Header:
    """std_msgs/Header."""

    stamp: Stamp
    frame_id: str


@dataclass
class RawMessage:
    """sensor_msgs/Image."""

    header: Header
    height: int
    width: int
    encoding: str
    is_bigendian: int
    step: int
    data: array[int]

    def __str__(self) -> str:
        return (
            f"Image {self.width}x{self.height} {self.encoding!r}, is_bigendian {self.is_bigendian}, step "
            f"{self.step}, {len(self.data)} bytes, {self.header}"
        )


@dataclass
class CompressedMessage:
    """sensor_msgs/CompressedImage."""

    header: Header
    format: str
    data: array[int]

    def __str__(self) -> str:
        return f"CompressedImage {self.format!r}, {len(self.data)} bytes, {self.header}"


Message = RawMessage | CompressedMessage

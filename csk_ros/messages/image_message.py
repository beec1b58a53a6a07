"""What is needed of an image message, whoever made it: rclpy, rosbags or a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from typing_extensions import TypeIs


class RawImage(Protocol):
    """The fields of sensor_msgs/Image that say what its bytes mean."""

    height: int
    width: int
    encoding: str
    is_bigendian: int
    step: int
    data: Any
    """Anything with one buffer of bytes: array.array("B"), bytes, a uint8 ndarray."""


class CompressedImage(Protocol):
    """The fields of sensor_msgs/CompressedImage that say what its bytes mean."""

    format: str
    data: Any
    """Anything with one buffer of bytes: array.array("B"), bytes, a uint8 ndarray."""


def is_compressed(message: RawImage | CompressedImage) -> TypeIs[CompressedImage]:
    """Whether a message is a CompressedImage: only that one has a `format`."""
    return hasattr(message, "format")

"""Calibrations of cameras that look straight ahead, without ROS and as messages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sensor_msgs.msg import CameraInfo


@dataclass
class PlainRoi:
    """The fields of sensor_msgs/RegionOfInterest."""

    x_offset: int = 0
    y_offset: int = 0
    width: int = 0
    height: int = 0
    do_rectify: bool = False


@dataclass
class PlainCameraInfo:
    """The fields of sensor_msgs/CameraInfo that describe the raw image."""

    width: int
    height: int
    distortion_model: str
    d: list[float]
    k: list[float]
    binning_x: int = 0
    binning_y: int = 0
    roi: PlainRoi = field(default_factory=PlainRoi)


def camera_info(
    width: int = 64, height: int = 48, focal: float = 50.0, model: str = "plumb_bob", d=()
) -> PlainCameraInfo:
    """A camera whose axis goes through the middle of its picture."""
    k = [focal, 0.0, (width - 1) / 2, 0.0, focal, (height - 1) / 2, 0.0, 0.0, 1.0]
    return PlainCameraInfo(width, height, model, [float(value) for value in d], k)


def camera_info_message(width: int = 64, height: int = 48, focal: float = 50.0) -> CameraInfo:
    """The same as a message of the thermal camera."""
    from sensor_msgs.msg import CameraInfo, RegionOfInterest  # noqa: PLC0415 - the other is for tests without ROS
    from std_msgs.msg import Header  # noqa: PLC0415 - as above

    fields = asdict(camera_info(width, height, focal))
    roi = RegionOfInterest(**fields.pop("roi"))
    return CameraInfo(header=Header(frame_id="thermal_optical"), roi=roi, **fields)

"""A camera's calibration from the YAML file that ROS's camera_calibration writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import yaml

from csk_ros.camera_model import CameraInfoError, CameraModel

if TYPE_CHECKING:
    from pathlib import Path


def read_calibration(file: Path) -> CameraModel:
    """The camera that a calibration file describes.

    Raises:
        CameraInfoError: the file cannot be read, lacks something, or is of no calibrated camera.
    """
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CameraInfoError(f"{file}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CameraInfoError(f"{file}: expected YAML: {error}") from error
    try:
        return CameraModel.of(_camera_info(content))
    except (KeyError, TypeError, ValueError) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise CameraInfoError(f"{file}: expected a file of ROS's camera_calibration: {reason}") from error


def _camera_info(content: Any) -> Any:
    return SimpleNamespace(
        width=int(content["image_width"]),
        height=int(content["image_height"]),
        distortion_model=str(content["distortion_model"]),
        d=[float(number) for number in content["distortion_coefficients"]["data"]],
        k=[float(number) for number in content["camera_matrix"]["data"]],
        # The file has no word for either: it is of whole images.
        binning_x=0,
        binning_y=0,
        roi=SimpleNamespace(x_offset=0, y_offset=0, width=0, height=0),
    )

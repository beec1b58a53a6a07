"""Calibrations as ROS's camera_calibration writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

    from support.camera_infos import PlainCameraInfo


def write_calibration(path: Path, info: PlainCameraInfo, **changes: Any) -> Path:
    """Write the file of a camera; `changes` take the place of its entries."""
    content = {
        "image_width": info.width,
        "image_height": info.height,
        "camera_name": "camera",
        "camera_matrix": {"rows": 3, "cols": 3, "data": info.k},
        "distortion_model": info.distortion_model,
        "distortion_coefficients": {"rows": 1, "cols": len(info.d), "data": info.d},
    }
    path.write_text(yaml.safe_dump(content | changes))
    return path

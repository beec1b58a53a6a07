"""A file of points that were found in both pictures by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from csk_ros.register.registration_error import RegistrationError

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.register.homography import Matrix, Size


def read_points(file: Path, rgb_size: Size, thermal_size: Size) -> Matrix:
    """Read a YAML list of [rgb_x, rgb_y, thermal_x, thermal_y].

    Args:
        file: the list.
        rgb_size: width and height of the rgb pictures.
        thermal_size: likewise.

    Returns:
        [n, 4].

    Raises:
        RegistrationError: no such file, no such list, or a point outside of its picture.
    """
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RegistrationError(f"{file}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RegistrationError(f"{file}: expected YAML: {error}") from error
    if not isinstance(content, list) or not all(_is_point(entry) for entry in content):
        raise RegistrationError(f"{file}: expected a list of [rgb_x, rgb_y, thermal_x, thermal_y] in pixels")
    points = np.array(content, np.float64).reshape(-1, 4)
    for number, point in enumerate(points, start=1):
        for camera, place, size in (("rgb", point[:2], rgb_size), ("thermal", point[2:], thermal_size)):
            if not (-0.5 <= place[0] <= size[0] - 0.5 and -0.5 <= place[1] <= size[1] - 0.5):
                raise RegistrationError(
                    f"{file}: point {number} lies outside of the {camera} picture of {size[0]}x{size[1]}: "
                    f"{place[0]:g}, {place[1]:g}"
                )
    return points


def _is_point(entry: Any) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 4
        and all(type(number) in (int, float) and math.isfinite(number) for number in entry)
    )

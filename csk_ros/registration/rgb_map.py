"""For every pixel of the thermal picture its place in the rgb picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.camera_model import CameraModel

NOWHERE = -1e6
"""The place of what the rgb camera cannot see: far outside of any picture."""


def map_by_homography(homography: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.float32]:
    """Find places by a homography.

    Args:
        homography: [3, 3], maps rgb pixels to thermal pixels.
        shape: height and width of the thermal picture.

    Returns:
        [height, width, 2], x and y in pixels.
    """
    height, width = shape
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    pixels = np.stack([columns, rows, np.ones(shape)], axis=-1)
    x, y, depth = np.moveaxis(pixels @ np.linalg.inv(homography).T, -1, 0)
    # Pixels on the other side of the horizon come from behind the camera.
    ahead = depth * depth[height // 2, width // 2] > 0
    depth = np.where(ahead, depth, 1.0)
    return np.where(ahead[..., None], np.stack([x / depth, y / depth], axis=-1), NOWHERE).astype(np.float32)


def map_by_cameras(
    thermal: CameraModel, rgb: CameraModel, pose: NDArray[np.float64], distance: float
) -> NDArray[np.float32]:
    """Find places by calibration, for things at one distance.

    Args:
        thermal: the camera whose grid it is.
        rgb: the other.
        pose: [4, 4], of the thermal camera in the rgb camera's optical frame, in metres.
        distance: of the plane before the thermal camera, across its axis, on which the two pictures fit.

    Returns:
        [height, width, 2], x and y in pixels.
    """
    points = thermal.rays().reshape(-1, 3) * distance
    seen, places = rgb.places(points @ pose[:3, :3].T + pose[:3, 3])
    found = np.full((len(points), 2), NOWHERE)
    found[seen] = places
    return found.reshape(thermal.height, thermal.width, 2).astype(np.float32)


def pose_of(translation: tuple[float, ...], rotation: tuple[float, ...]) -> NDArray[np.float64]:
    """The [4, 4] of a translation and a quaternion of x, y, z and w, of any length but 0."""
    x, y, z, w = np.array(rotation, np.float64) / np.linalg.norm(rotation)
    pose = np.eye(4)
    # Half the rotation vector's angle is the arc tangent of the vector part over w.
    vector = np.array([x, y, z])
    sine = np.linalg.norm(vector)
    if sine:
        pose[:3, :3] = cv2.Rodrigues(vector / sine * 2 * np.arctan2(sine, w))[0]
    pose[:3, 3] = translation
    return pose

"""The label and the confidence of every point of a cloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.labels import UNLABELLED
from csk_ros.messages.point_cloud_error import PointCloudError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.camera_model import CameraModel
    from csk_ros.points.label_picture import LabelPicture


@dataclass(frozen=True)
class PointLabels:
    """What is known about the points of a cloud, in the cloud's shape [h, w]."""

    labels: NDArray[np.uint8]
    """Class ids; 255 for a point that the labelled picture does not show."""
    confidence: NDArray[np.uint8]
    """255 for certain, 0 where there is no label."""


def unlabelled(shape: tuple[int, ...]) -> PointLabels:
    """No label for any point."""
    return PointLabels(np.full(shape, UNLABELLED, np.uint8), np.zeros(shape, np.uint8))


def is_pixel_for_pixel(points: NDArray[np.void], picture: LabelPicture) -> bool:
    """Whether each point belongs to the pixel of its own row and column: a depth camera's organised cloud."""
    return points.shape == picture.labels.shape and points.shape[0] > 1


def labels_by_projection(points: NDArray[np.void], picture: LabelPicture, camera: CameraModel) -> PointLabels:
    """Project points into the labelled picture, and give each the label of the pixel it falls on.

    What lies hidden behind something else, as the camera sees it, gets the label of what hides it.

    Args:
        points: structured, with x, y and z in the camera's optical frame, in metres.
        picture: of the camera's size.
        camera: that took the picture.

    Raises:
        PointCloudError: `fields` if the points have no x, y and z of floating point.
    """
    coordinates = np.stack([_coordinate(points, axis) for axis in "xyz"], axis=-1)
    seen, pixels = camera.project(coordinates)
    rows, columns = pixels.T
    result = unlabelled(points.shape)
    result.labels.reshape(-1)[seen] = picture.labels[rows, columns]
    result.confidence.reshape(-1)[seen] = picture.confidence[rows, columns]
    return result


def _coordinate(points: NDArray[np.void], axis: str) -> NDArray[np.float64]:
    names = points.dtype.names or ()
    if axis not in names or points.dtype[axis].kind != "f":
        raise PointCloudError(
            "fields", f"expected fields x, y and z of FLOAT32 or FLOAT64, got {', '.join(names)}"
        )
    return points[axis].astype(np.float64).reshape(-1)

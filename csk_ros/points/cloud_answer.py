"""What a cloud is answered with: labels, or the reason why it has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.points.point_labels import (
    PointLabels,
    is_pixel_for_pixel,
    labels_by_projection,
    unlabelled,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.camera_model import CameraModel
    from csk_ros.points.label_picture import LabelPicture


@dataclass(frozen=True)
class CloudAnswer:
    """The labels of a cloud's points, of which there may be none; no point has one if there is a reason."""

    points: PointLabels
    reason: str = ""
    """Why there are no labels, to count by."""
    explanation: str = ""
    """What was expected and what came."""


def answer(
    points: NDArray[np.void], frame_id: str, picture: LabelPicture | None, camera: CameraModel | None
) -> CloudAnswer:
    """Label a cloud by the picture that belongs to it.

    Args:
        points: structured [h, w], with x, y and z unless the cloud is pixel for pixel like the picture.
        frame_id: the cloud's.
        picture: None if there was none in time.
        camera: of the thermal camera; None if it is not known.

    Raises:
        PointCloudError: `fields` if the points have to be projected and have no coordinates.
    """
    nothing = unlabelled(points.shape)
    if not points.size:
        return CloudAnswer(nothing)
    if picture is None:
        return CloudAnswer(nothing, "no labels", "expected labels of about its time, none came")
    if picture.header.frame_id != frame_id:
        return CloudAnswer(
            nothing,
            "other frame",
            f"expected a cloud in the labels' frame '{picture.header.frame_id}', it is in '{frame_id}'",
        )
    if is_pixel_for_pixel(points, picture):
        return CloudAnswer(PointLabels(picture.labels, picture.confidence))
    height, width = picture.labels.shape
    if camera is None:
        return CloudAnswer(
            nothing,
            "no camera info",
            f"expected a CameraInfo to project points by, or an organised cloud of {width}x{height}",
        )
    if (camera.height, camera.width) != (height, width):
        return CloudAnswer(
            nothing,
            "camera info of another size",
            f"expected a CameraInfo for {width}x{height}, it is for {camera.width}x{camera.height} by its "
            f"{camera.window.unfit(width, height)}",
        )
    return CloudAnswer(labels_by_projection(points, picture, camera))

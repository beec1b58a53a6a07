"""Where a point lies in a camera's picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np

from csk_ros.image_window import ImageWindow, RegionOfInterest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FISHEYE = "equidistant"
DISTORTION_MODELS = {"plumb_bob": (4, 5), "rational_polynomial": (8, 12, 14), FISHEYE: (4,)}
"""Names of sensor_msgs/distortion_models.hpp, and how many numbers OpenCV takes for each."""

WIDEST, SAMPLES = 1.55, 1024
"""Angle from the axis up to which a distortion is looked at, in radians, and in how many steps."""


class CameraInfo(Protocol):
    """The fields of sensor_msgs/CameraInfo that describe the raw image."""

    height: int
    width: int
    distortion_model: str
    d: Sequence[float]
    k: Sequence[float]
    binning_x: int
    binning_y: int
    roi: RegionOfInterest


class CameraInfoError(ValueError):
    """A CameraInfo by which no point can be projected; the message says why."""


@dataclass(frozen=True, eq=False)
class CameraModel:
    """A calibrated camera as OpenCV has it: x right, y down, z ahead; pixel centres at whole numbers."""

    window: ImageWindow
    """Which part of the sensor the image shows."""
    matrix: NDArray[np.float64]
    """[3, 3], of the raw image."""
    distortion: NDArray[np.float64]
    fisheye: bool

    @property
    def width(self) -> int:
        """Columns of the raw image."""
        return self.window.width

    @property
    def height(self) -> int:
        """Rows of the raw image."""
        return self.window.height

    @classmethod
    def of(cls, info: CameraInfo) -> CameraModel:
        """The camera that a CameraInfo describes, with its region of interest and its binning.

        Raises:
            CameraInfoError: it is of an uncalibrated camera, of a distortion that OpenCV does not know, or
                has numbers that no camera has.
        """
        matrix, distortion = np.asarray(info.k, np.float64), np.asarray(info.d, np.float64)
        if matrix.shape != (9,) or not np.isfinite(matrix).all() or not np.isfinite(distortion).all():
            raise CameraInfoError(
                f"expected nine finite numbers in K and finite ones in D, got K = {matrix.tolist()} and "
                f"D = {distortion.tolist()}: calibrate the camera anew"
            )
        if not info.k[0] or not info.width or not info.height:
            raise CameraInfoError(
                f"expected the CameraInfo of a calibrated camera, got K[0] = {info.k[0]:g} and a size of "
                f"{info.width}x{info.height}: calibrate the camera and let its driver publish the result"
            )
        if min(matrix[[0, 4]]) <= 0 or matrix[[1, 3, 6, 7]].any() or matrix[8] != 1:
            raise CameraInfoError(
                f"expected K = fx 0 cx 0 fy cy 0 0 1 with focal lengths above 0, got {matrix.tolist()}: "
                f"calibrate the camera anew"
            )
        if not distortion.any():
            distortion = np.zeros(4)
        elif len(distortion) not in DISTORTION_MODELS.get(info.distortion_model, ()):
            raise CameraInfoError(
                f"expected a distortion model of {', '.join(DISTORTION_MODELS)}, got "
                f"'{info.distortion_model}' with {len(distortion)} numbers"
            )
        window = ImageWindow.of(info)
        if window.problem:
            raise CameraInfoError(f"expected an image of a part of the sensor, but {window.problem}")
        matrix = window.transform() @ matrix.reshape(3, 3)
        return cls(window, matrix, distortion, info.distortion_model == FISHEYE)

    def project(self, points: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Find the pixels that points fall on.

        Args:
            points: [n, 3], x, y and z in the camera's optical frame; NaN is not seen.

        Returns:
            The indices of the points in view, [m], and their pixels, [m, 2] of row and column.
        """
        ahead, places = self.places(points)
        # Half a pixel around its centre belongs to a pixel.
        column, row = np.floor(places + 0.5).astype(np.intp).T
        seen = (column >= 0) & (column < self.width) & (row >= 0) & (row < self.height)
        return ahead[seen], np.stack([row[seen], column[seen]], axis=1)

    def places(self, points: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Find where points lie on the plane of the picture, within it and beside it.

        Args:
            points: as for `project`.

        Returns:
            The indices of the points that the camera's geometry holds for, [m], and their places, [m, 2] of x
            and y in pixels.
        """
        x, y, z = points.T
        # What is not finite fails one of the comparisons.
        (ahead,) = np.nonzero((z > 0) & (z < np.inf) & (x * x + y * y < (self._reach * z) ** 2))
        if not len(ahead):
            return ahead, np.empty((0, 2))
        return ahead, self._projected(points[ahead], self.distortion)

    def rays(self) -> NDArray[np.float64]:
        """The points at depth 1 that the pixels look at, [height, width, 3]."""
        columns, rows = np.meshgrid(np.arange(self.width, dtype=np.float64), np.arange(self.height))
        pixels = np.stack([columns, rows], axis=-1).reshape(-1, 1, 2)
        undistort: Any = cv2.fisheye.undistortPoints if self.fisheye else cv2.undistortPoints
        slopes = undistort(pixels, self.matrix, self.distortion).reshape(self.height, self.width, 2)
        rays: NDArray[np.float64] = np.concatenate([slopes, np.ones((*slopes.shape[:2], 1))], axis=-1)
        return rays

    @cached_property
    def _reach(self) -> float:
        """The distance from the axis, over depth, up to which what lies further out is seen further out.

        A distortion's polynomial is fitted to the picture. Beyond, it may turn back and into the picture.
        """
        distances = np.tan(np.linspace(0.0, WIDEST, SAMPLES))
        points = np.stack([distances, np.zeros(SAMPLES), np.ones(SAMPLES)], axis=-1)
        radial = self.distortion.copy()
        if not self.fisheye:
            # The two tangential numbers shift the picture a little.
            radial[2:4] = 0.0
        (turns,) = np.nonzero(np.diff(self._projected(points, radial)[:, 0]) <= 0)
        return float(distances[turns[0] if len(turns) else -1])

    def _projected(self, points: NDArray[np.float64], distortion: NDArray[np.float64]) -> NDArray[np.float64]:
        project: Any = cv2.fisheye.projectPoints if self.fisheye else cv2.projectPoints
        still = np.zeros(3)
        pixels: NDArray[np.float64] = project(points[:, None], still, still, self.matrix, distortion)[0]
        return pixels.reshape(-1, 2)

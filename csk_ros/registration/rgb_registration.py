"""Bring colour pictures onto the thermal grid as the settings say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.camera_model import CameraInfo, CameraInfoError, CameraModel
from csk_ros.image_window import ImageWindow
from csk_ros.messages.image_error import ImageError
from csk_ros.registration.calibration_file import read_calibration
from csk_ros.registration.rgb_map import map_by_cameras, map_by_homography, pose_of
from csk_ros.registration.rgb_warp import RgbWarp
from csk_ros.resizing import resize_smoothly

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.registration.registration_settings import RegistrationSettings
    from csk_ros.stream.frame import Stream


class RgbRegistration:
    """Aligns rgb pictures; what that takes is made once and kept while nothing changes.

    Args:
        settings: how.
        nothing: the colour where the thermal picture shows more than the rgb picture, 0..255.

    Raises:
        CameraInfoError: a calibration file cannot be used.
    """

    def __init__(self, settings: RegistrationSettings, nothing: tuple[float, float, float]) -> None:
        self._settings = settings
        self._nothing = nothing
        self._cameras: dict[Stream, CameraModel | CameraInfoError] = {}
        if settings.mode == "cameras":
            for stream, file in self._files().items():
                if file:
                    self._cameras[stream] = read_calibration(Path(file))
        self._seen: dict[Stream, tuple[Any, ...]] = {}
        self._warp: RgbWarp | None = None
        self._warped: tuple[Any, ...] | None = None

    @property
    def awaited(self) -> tuple[Stream, ...]:
        """The cameras whose CameraInfo has to come from a topic."""
        if self._settings.mode != "cameras":
            return ()
        return tuple(stream for stream, file in self._files().items() if not file)

    def see_camera_info(self, stream: Stream, info: CameraInfo) -> None:
        """Take in the CameraInfo of a camera; one that cannot be used is reported when it is needed.

        Of a camera whose calibration comes from a file it is ignored.
        """
        if stream not in self.awaited:
            return
        seen = (info.distortion_model, *info.d, *info.k, ImageWindow.of(info))
        if self._seen.get(stream) == seen:
            return
        self._seen[stream] = seen
        try:
            self._cameras[stream] = CameraModel.of(info)
        except CameraInfoError as error:
            self._cameras[stream] = error

    def align(self, rgb: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
        """Bring a picture onto the thermal grid.

        Args:
            rgb: uint8[H, W, 3].
            shape: height and width of the thermal picture.

        Returns:
            uint8[height, width, 3].

        Raises:
            ImageError: `unregistered` if a CameraInfo has not come, cannot be used, or is of another size.
        """
        if self._settings.mode == "none":
            return resize_smoothly(rgb, shape)
        rgb_shape = rgb.shape[0], rgb.shape[1]
        # A CameraInfo may come in meanwhile, in another thread: then this warp is not for the next picture.
        made_for = rgb_shape, shape, self._cameras.get("rgb"), self._cameras.get("thermal")
        if self._warp is None or self._warped != made_for:
            self._warp = RgbWarp(self._places(rgb_shape, shape), rgb_shape, self._nothing)
            self._warped = made_for
        return self._warp(rgb)

    def _places(self, rgb_shape: tuple[int, int], shape: tuple[int, int]) -> NDArray[np.float32]:
        settings = self._settings
        if settings.mode == "homography":
            return map_by_homography(np.reshape(settings.homography, (3, 3)), shape)
        rgb, thermal = self._camera("rgb", rgb_shape), self._camera("thermal", shape)
        return map_by_cameras(
            thermal, rgb, pose_of(settings.translation, settings.rotation), settings.distance
        )

    def _camera(self, stream: Stream, shape: tuple[int, int]) -> CameraModel:
        camera = self._cameras.get(stream)
        if camera is None:
            raise ImageError(
                "unregistered",
                f"registration.mode is cameras, but no CameraInfo has come on {stream}/camera_info",
            )
        if isinstance(camera, CameraInfoError):
            raise ImageError("unregistered", f"{stream}/camera_info: {camera}")
        if (camera.height, camera.width) != shape:
            raise ImageError(
                "unregistered",
                f"expected {stream} images of {camera.width}x{camera.height}, as their CameraInfo says, got "
                f"{shape[1]}x{shape[0]}, which contradicts {camera.window.unfit(shape[1], shape[0])}",
            )
        return camera

    def _files(self) -> dict[Stream, str]:
        return {"rgb": self._settings.rgb_calibration, "thermal": self._settings.thermal_calibration}

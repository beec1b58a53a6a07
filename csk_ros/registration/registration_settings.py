"""How the colour picture comes onto the thermal camera's pixel grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RegistrationMode = Literal["none", "homography", "cameras"]

IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class RegistrationSettings:
    """What a user says about the two cameras' geometry.

    Raises:
        ValueError: numbers that no two cameras have.
    """

    mode: RegistrationMode = "none"
    homography: tuple[float, ...] = IDENTITY
    """Row by row; maps (x, y, 1) of the rgb picture to the thermal picture."""
    rgb_calibration: str = ""
    """A camera calibration's YAML file, empty for the topic rgb/camera_info."""
    thermal_calibration: str = ""
    """Likewise, thermal/camera_info."""
    translation: tuple[float, ...] = (0.0, 0.0, 0.0)
    """Of the thermal camera in the rgb camera's optical frame, in metres."""
    rotation: tuple[float, ...] = (0.0, 0.0, 0.0, 1.0)
    """Likewise, a quaternion of x, y, z and w."""
    distance: float = 10.0
    """From the thermal camera to what has to fit, in metres."""

    def __post_init__(self) -> None:
        if self.mode == "homography" and not self._is_invertible():
            raise ValueError(
                f"registration.homography: expected one that can be inverted, got {self.homography}"
            )
        if self.mode == "cameras" and not any(self.rotation):
            raise ValueError("registration.rotation: expected a quaternion, x y z w, got four zeros")

    @property
    def shares_frame(self) -> bool:
        """Whether this says that rgb images of the thermal image's size lie pixel on pixel.

        That is so where both cameras have one field of view (none), or a homography moves nothing.
        """
        return self.mode == "none" or (self.mode == "homography" and self.homography == IDENTITY)

    def _is_invertible(self) -> bool:
        a, b, c, d, e, f, g, h, i = self.homography
        return abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)) > 0

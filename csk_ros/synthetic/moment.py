"""All that is the same for everything painted in one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Camera
    from csk_ros.synthetic.lighting import Lighting
    from csk_ros.synthetic.street import Street
    from csk_ros.synthetic.thermal_emission import ThermalEmission


@dataclass(frozen=True)
class Moment:
    """One street at one time."""

    street: Street
    time: float
    """Seconds since the start."""
    daylight: float
    """0 night to 1 noon."""
    camera: Camera
    lighting: Lighting
    emission: ThermalEmission

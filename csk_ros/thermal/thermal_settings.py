"""How the thermal camera's pictures are to be read."""

from __future__ import annotations

from dataclasses import dataclass

from csk_ros.stream.telemetry import NO_TELEMETRY, Telemetry
from csk_ros.thermal.thermal_format import AGC8, ThermalFormat


@dataclass(frozen=True)
class ThermalSettings:
    """What a user declares about the thermal camera.

    Raises:
        ValueError: temperatures that are the smaller, the warmer.
    """

    format: ThermalFormat = AGC8
    bits: int = 16
    """Of a pixel of 16 that are used; what stands above them is no part of the number."""
    black_hot: bool = False
    """The warmer, the smaller the number."""
    telemetry: Telemetry = NO_TELEMETRY
    """Rows that are data about the picture."""

    def __post_init__(self) -> None:
        if self.black_hot and self.format.scale is not None:
            raise ValueError(
                "expected thermal.black_hot with agc8 or counts alone; the numbers of temperatures, as of "
                f"{self.format.name}, rise with the warmth"
            )

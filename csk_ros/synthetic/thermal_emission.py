"""How warm things look to a thermal camera, by hour, weather and what they have been doing.

Surface temperatures are everyday magnitudes: asphalt in the sun is some 15 K above the air, a clear
sky some 40 K below it, clothes lie between skin and air, engines and exhausts far above.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.synthetic.randomness import Chance, dice

if TYPE_CHECKING:
    from csk_ros.synthetic.street import Street

CODE_RANGE = (-14.0, 34.0)
"""Kelvin relative to the air that the codes 0 and 255 stand for."""


class ThermalEmission:
    """Apparent temperatures in degrees Celsius in one street at one moment."""

    def __init__(self, street: Street, daylight: float) -> None:
        night_drop = float(dice(street.seed, Chance.NIGHT_AIR).uniform(3, 8))
        self.air: float = street.air - night_drop * (1 - daylight)
        self.sun: float = float(daylight**1.3) * (0.2 + 0.8 * street.clear)
        """Heating by the sun, 0..1."""
        self.asphalt = self.air + 1.5 + 13 * self.sun
        self.pavement = self.air + 0.5 + 9 * self.sun
        self.kerb = self.air + 1.5 + 8 * self.sun
        self.foliage = self.air + 0.5 + 2 * self.sun
        self.trunk = self.air + 1.0 + 3 * self.sun
        self.metal = self.air - 1.5 + 8 * self.sun
        self.glass = self.air - 3.0 + 3 * self.sun
        self.skin: float = min(35.0, 27.0 + 0.3 * self.air)
        self.lamp_head = self.air + 3 + 9 * (1 - daylight)
        self.sky_zenith = self.air - 12 - 30 * street.clear
        self.sky_horizon = self.air - 4 - 8 * street.clear

    def wall(self, mass: float, facing_sun: float) -> float:
        """A house wall; heavy ones (mass 1) give the day's heat back at night."""
        return self.air + 0.5 + 3.5 * mass * (1 - self.sun) + self.sun * (2 + 9 * facing_sun)

    def window(self, *, lit: bool) -> float:
        """A pane: it mirrors the cold sky, and a lit room behind it is heated."""
        return self.glass + (4.5 if lit else 0.0)

    def clothes(self, insulation: float) -> float:
        """The outside of clothes: at 0 near the skin's temperature, at 1 near the air's."""
        return self.air + (self.skin - self.air) * (0.75 - 0.5 * insulation) + 3 * self.sun

    def body(self, darkness: float) -> float:
        """A car's paint: colder than the air under a night sky, hot in the sun if it is dark."""
        return self.air - 2.5 * (1 - self.sun) + self.sun * (5 + 12 * darkness)

    def code(self, celsius: float) -> float:
        """A temperature as painted on a canvas, 0..255."""
        low, high = CODE_RANGE
        return min(255.0, max(0.0, (celsius - self.air - low) / (high - low) * 255.0))

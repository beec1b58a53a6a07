"""Colours and temperatures as they look at one place: light, haze and distance taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.synthetic.canvas import Paint, Rgb
    from csk_ros.synthetic.thermal_emission import ThermalEmission


class Ink:
    """Turns (sRGB colour, degrees Celsius) into paint for things at one place.

    Args:
        emission: the temperatures of the moment, which code them and know the air's.
        gain: of the light that falls on the place.
        haze: share of the thing's colour that haze replaces, 0..1.
        haze_colour: sRGB.
    """

    def __init__(
        self,
        emission: ThermalEmission,
        gain: tuple[float, float, float] = (1.0, 1.0, 1.0),
        haze: float = 0.0,
        haze_colour: Rgb = (0.0, 0.0, 0.0),
    ) -> None:
        self.emission = emission
        self._gain = gain
        self._clear = 1.0 - haze
        self._veil = tuple(haze * part for part in haze_colour)

    def __call__(self, colour: Rgb, celsius: float, shade: float = 1.0) -> Paint:
        """Paint for a surface that gets `shade` of the light."""
        red, green, blue = self._gain
        lit = (colour[0] * red * shade, colour[1] * green * shade, colour[2] * blue * shade)
        return self.shining(lit, celsius)

    def shining(self, colour: Rgb, celsius: float) -> Paint:
        """Paint for something that looks like this by itself, as a lamp does."""
        clear, veil, air = self._clear, self._veil, self.emission.air
        return (
            min(255.0, colour[0]) * clear + veil[0],
            min(255.0, colour[1]) * clear + veil[1],
            min(255.0, colour[2]) * clear + veil[2],
            self.emission.code(air + (celsius - air) * (0.5 + 0.5 * clear)),
        )

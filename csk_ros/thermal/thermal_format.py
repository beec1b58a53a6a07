"""What the numbers of a thermal camera's pictures stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ZERO_CELSIUS = 273.15
"""In kelvin."""


@dataclass(frozen=True)
class ThermalFormat:
    """A declared format; nothing of it is guessed from pictures."""

    name: str
    dtypes: tuple[str, ...]
    """Of pixels, as numpy names them."""
    scale: float | None = None
    """Degrees Celsius for each step of a number; None where numbers are no temperatures."""
    offset: float = 0.0
    """Degrees Celsius of the number 0."""
    steady: bool = True
    """The camera keeps its scale from picture to picture; False where it stretches each by itself."""

    def celsius(self, numbers: NDArray[Any] | np.generic[Any] | float) -> NDArray[np.float64]:
        """The temperatures that numbers stand for, in degrees Celsius.

        Raises:
            ValueError: the format's numbers are no temperatures.
        """
        if self.scale is None:
            raise ValueError(f"pictures of the format {self.name} hold no temperatures")
        return np.asarray(numbers, np.float64) * self.scale + self.offset


_WHOLE = ("uint16", "uint8")

AGC8 = ThermalFormat("agc8", ("uint8",), steady=False)
COUNTS = ThermalFormat("counts", ("uint16",))
CELSIUS = ThermalFormat("celsius", _WHOLE, 0.01, -ZERO_CELSIUS)
"""Its scale and offset are the user's."""

FORMATS: dict[str, ThermalFormat] = {
    known.name: known
    for known in (
        AGC8,
        COUNTS,
        CELSIUS,
        # Teledyne FLIR calls the last two TLinear, in high and in low resolution.
        ThermalFormat("centikelvin", ("uint16",), 0.01, -ZERO_CELSIUS),
        ThermalFormat("10mK", ("uint16",), 0.01, -ZERO_CELSIUS),
        ThermalFormat("100mK", ("uint16",), 0.1, -ZERO_CELSIUS),
        ThermalFormat("optris", ("uint16",), 0.1, -100.0),
        ThermalFormat("celsius32", ("float32",), 1.0, 0.0),
        ThermalFormat("kelvin32", ("float32",), 1.0, -ZERO_CELSIUS),
    )
}
"""Every format by its name."""


def thermal_format(name: str, scale: float, offset: float) -> ThermalFormat:
    """The format of a name; `celsius` with a scale and an offset of one's own.

    Args:
        name: one of FORMATS.
        scale: degrees Celsius for each step, over 0.
        offset: degrees Celsius of the number 0.
    """
    found = FORMATS[name]
    return replace(found, scale=scale, offset=offset) if found == CELSIUS else found

"""Whether pictures look like the format that was declared for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.thermal.thermal_format import CELSIUS, FORMATS, ThermalFormat

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLDEST, HOTTEST = -60.0, 150.0
"""Degrees Celsius between which the middle of a scene lies outside of furnaces and freezers."""

LIKELY = (-30.0, 60.0)
"""Degrees Celsius between which a format's reading is worth a hint: the hint is for people."""


def disagreement(declared: ThermalFormat, measured: NDArray[Any]) -> str | None:
    """Say how a picture contradicts its declared format; None if it does not.

    Args:
        declared: the format.
        measured: the numbers of a picture that are measurements, at least one.
    """
    low, middle, high = np.quantile(measured, (0.0, 0.5, 1.0))
    range_text = f"{measured.dtype} from {low:g} to {high:g}"
    if str(measured.dtype) not in declared.dtypes:
        expected = " or ".join(declared.dtypes)
        return f"expected {expected} of thermal.format {declared.name}, got {range_text}{_hint(measured)}"
    if declared.scale is not None and not COLDEST <= declared.celsius(middle) <= HOTTEST:
        return (
            f"expected temperatures of thermal.format {declared.name}, but the middle of {range_text} is "
            f"{declared.celsius(middle):.1f} degrees Celsius{_hint(measured)}"
        )
    return None


def _hint(measured: NDArray[Any]) -> str:
    """Name the formats that the numbers could be of."""
    low, middle, high = np.quantile(measured, (0.0, 0.5, 1.0))
    texts = []
    for known in FORMATS.values():
        if str(measured.dtype) not in known.dtypes or known == CELSIUS:
            continue
        if known.scale is None:
            texts.append(known.name)
        elif LIKELY[0] <= known.celsius(middle) <= LIKELY[1]:
            texts.append(
                f"{known.name} ({known.celsius(low):.1f} to {known.celsius(high):.1f} degrees Celsius)"
            )
    if not texts:
        return ""
    return f"; set thermal.format to what the camera sends, these numbers could be {', '.join(texts)}"

"""From what a thermal camera sends to what the network is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from csk_ros.inference.normalization import sampled
from csk_ros.thermal.format_check import disagreement
from csk_ros.thermal.running_limits import Limits, RunningLimits
from csk_ros.thermal.thermal_picture import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from csk_ros.inference.normalization import Normalization
    from csk_ros.thermal.thermal_settings import ThermalSettings


class ReadThermal(NamedTuple):
    """A thermal picture as it is to be shown to the network."""

    numbers: NDArray[Any]
    """[H, W] of u8, u16 or f32: the warmer, the larger."""
    limits: Limits
    """What becomes the coldest and the hottest."""
    rows: slice
    """Those that show the scene; the others have no labels."""


class ThermalReader:
    """Reads the pictures of one camera, one after the other, as their declared format says.

    Args:
        settings: what is declared.
        normalization: of the network that is shown them.
        tell: told once, and again when the pixels' type changes, if pictures contradict the declaration.
    """

    def __init__(
        self, settings: ThermalSettings, normalization: Normalization, tell: Callable[[str], object]
    ) -> None:
        self._settings = settings
        self._normalization = normalization
        self._tell = tell
        self._running = RunningLimits()
        self._checked: str | None = None
        self._limits: Limits | None = None

    def read(self, raw: NDArray[Any], stamp: int) -> ReadThermal:
        """Read a picture.

        Args:
            raw: [H, W] of u8, u16 or f32, as decoded.
            stamp: its time in ns.

        Raises:
            NoSceneError: the picture has no more rows than telemetry.
        """
        declared = self._settings.format
        picture = clean(raw, self._settings)
        measured = picture.measured(sampled(picture.numbers[picture.rows]))
        limits = self._normalization.thermal_limits(measured)
        if measured.size:
            self._check(measured)
            if declared.steady and str(raw.dtype) in declared.dtypes:
                limits = self._running.follow(limits, float(np.median(measured)), stamp)
            self._limits = limits
        return ReadThermal(picture.numbers, limits, picture.rows)

    @property
    def limits_text(self) -> str:
        """What the newest picture shows as coldest and as hottest, for people; empty before one."""
        if self._limits is None:
            return ""
        declared = self._settings.format
        if declared.scale is None:
            return f"{self._limits.low:.0f} .. {self._limits.high:.0f}"
        low, high = map(declared.celsius, self._limits)
        return f"{low:.1f} .. {high:.1f} degrees Celsius"

    def _check(self, measured: NDArray[Any]) -> None:
        if self._checked == str(measured.dtype):
            return
        self._checked = str(measured.dtype)
        complaint = disagreement(self._settings.format, measured)
        if complaint is not None:
            self._tell(complaint)

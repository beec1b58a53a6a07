"""The values of the node's parameters, and the settings that they amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.parameters.parameter_table import TABLE, Value
from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import HealthSettings
from csk_ros.stream.stream_pipeline import StreamSettings

if TYPE_CHECKING:
    from collections.abc import Mapping


class ParameterValues:
    """A value for every parameter of the table.

    Args:
        given: values that differ from the defaults, by name; of the right types and within their ranges.
    """

    def __init__(self, given: Mapping[str, Value] | None = None) -> None:
        self._values: dict[str, Value] = {spec.name: spec.default for spec in TABLE} | dict(given or {})

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def text(self, name: str) -> str:
        """The value of a string parameter."""
        return str(self._values[name])

    def number(self, name: str) -> float:
        """The value of a double parameter."""
        return float(self._values[name])

    def whole(self, name: str) -> int:
        """The value of an integer parameter."""
        return int(self._values[name])

    def flag(self, name: str) -> bool:
        """The value of a bool parameter."""
        return bool(self._values[name])

    def stream_settings(self) -> StreamSettings:
        """The settings of pairing, health and fallback as they are in force."""
        picture = PictureSettings(
            dark_level=self.number("rgb.dark_level"),
            glare_share=self.number("rgb.glare_share"),
            flat_contrast=self.number("rgb.flat_contrast"),
        )
        return StreamSettings(
            pairing=PairingSettings(
                max_skew=self.number("rgb.max_skew"),
                rgb_wait=self.number("rgb.wait"),
                rgb_time_offset=self.number("rgb.time_offset"),
            ),
            rgb=self._health("rgb", picture),
            thermal=self._health("thermal", None),
            allow_rgb=self.flag("fallback.allow_rgb"),
        )

    def _health(self, stream: str, picture: PictureSettings | None) -> HealthSettings:
        return HealthSettings(
            timeout=self.number(f"{stream}.timeout"),
            frozen_after=self.number(f"{stream}.frozen_after"),
            bad_frames=self.whole("fallback.bad_frames"),
            good_frames=self.whole("fallback.good_frames"),
            picture=picture,
        )

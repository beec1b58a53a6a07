"""The settings of pairing, health and fallback that the segmentation node's parameters amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import HealthSettings
from csk_ros.stream.stream_pipeline import StreamSettings

if TYPE_CHECKING:
    from csk_ros.parameters.parameter_values import ParameterValues


def stream_settings(values: ParameterValues) -> StreamSettings:
    """The settings that are in force with these values."""
    picture = PictureSettings(
        dark_level=values.number("rgb.dark_level"),
        glare_share=values.number("rgb.glare_share"),
        flat_contrast=values.number("rgb.flat_contrast"),
    )
    return StreamSettings(
        pairing=PairingSettings(
            max_skew=values.number("rgb.max_skew"),
            rgb_wait=values.number("rgb.wait"),
            rgb_time_offset=values.number("rgb.time_offset"),
        ),
        rgb=_health(values, "rgb", picture),
        thermal=_health(values, "thermal", None),
        allow_rgb=values.flag("fallback.allow_rgb"),
    )


def _health(values: ParameterValues, stream: str, picture: PictureSettings | None) -> HealthSettings:
    return HealthSettings(
        timeout=values.number(f"{stream}.timeout"),
        frozen_after=values.number(f"{stream}.frozen_after"),
        bad_frames=values.whole("fallback.bad_frames"),
        good_frames=values.whole("fallback.good_frames"),
        picture=picture,
    )

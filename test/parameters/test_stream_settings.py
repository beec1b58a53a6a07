"""What the parameters say of pairing, health and fallback."""

from __future__ import annotations

from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.parameters.stream_settings import stream_settings
from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import HealthSettings
from csk_ros.stream.stream_pipeline import StreamSettings


def test_without_anything_given_every_setting_is_its_default():
    assert stream_settings(ParameterValues(SEGMENTATION_PARAMETERS)) == StreamSettings()


def test_every_setting_of_the_streams_comes_of_its_own_parameter():
    values = ParameterValues(
        SEGMENTATION_PARAMETERS,
        {
            "rgb.max_skew": 0.01,
            "rgb.wait": 0.02,
            "rgb.time_offset": -0.03,
            "rgb.timeout": 0.4,
            "rgb.frozen_after": 0.5,
            "rgb.dark_level": 6.0,
            "rgb.glare_share": 0.7,
            "rgb.flat_contrast": 8.0,
            "thermal.timeout": 0.9,
            "thermal.frozen_after": 1.1,
            "fallback.allow_rgb": False,
            "fallback.bad_frames": 12,
            "fallback.good_frames": 13,
        },
    )
    assert stream_settings(values) == StreamSettings(
        pairing=PairingSettings(max_skew=0.01, rgb_wait=0.02, rgb_time_offset=-0.03),
        rgb=HealthSettings(
            timeout=0.4,
            frozen_after=0.5,
            bad_frames=12,
            good_frames=13,
            picture=PictureSettings(dark_level=6.0, glare_share=0.7, flat_contrast=8.0),
        ),
        thermal=HealthSettings(timeout=0.9, frozen_after=1.1, bad_frames=12, good_frames=13, picture=None),
        allow_rgb=False,
    )

"""What the parameters say of the two cameras."""

from __future__ import annotations

import pytest

from csk_ros.inference.camera_inputs import CameraSettings
from csk_ros.parameters.camera_settings import camera_settings
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.registration.registration_settings import RegistrationSettings
from csk_ros.stream.telemetry import Telemetry
from csk_ros.thermal.thermal_format import FORMATS, thermal_format
from csk_ros.thermal.thermal_settings import ThermalSettings

SHIFT = (1.0, 0.0, 3.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def settings_of(**given):
    named = {name.replace("__", "."): value for name, value in given.items()}
    return camera_settings(ParameterValues(SEGMENTATION_PARAMETERS, named))


def test_without_anything_given_every_setting_is_its_default():
    assert settings_of() == CameraSettings()


def test_every_setting_of_the_thermal_camera_comes_of_its_own_parameter():
    found = settings_of(
        thermal__format="counts",
        thermal__bits=14,
        thermal__black_hot=True,
        thermal__telemetry_top=1,
        thermal__telemetry_bottom=2,
    )
    assert found.thermal == ThermalSettings(FORMATS["counts"], 14, black_hot=True, telemetry=Telemetry(1, 2))
    assert found.registration == RegistrationSettings()


def test_degrees_of_a_linear_format_come_of_scale_and_offset():
    found = settings_of(thermal__format="celsius", thermal__scale=0.5, thermal__offset=-20.0)
    assert found.thermal.format == thermal_format("celsius", 0.5, -20.0)
    assert found.thermal.format.celsius(100.0) == 30.0


def test_every_setting_of_registration_comes_of_its_own_parameter():
    found = settings_of(
        registration__mode="cameras",
        registration__homography=SHIFT,
        registration__rgb_calibration="rgb.yaml",
        registration__thermal_calibration="thermal.yaml",
        registration__translation=(0.1, 0.2, 0.3),
        registration__rotation=(0.0, 0.0, 1.0, 0.0),
        registration__distance=4.0,
    )
    assert found.registration == RegistrationSettings(
        "cameras", SHIFT, "rgb.yaml", "thermal.yaml", (0.1, 0.2, 0.3), (0.0, 0.0, 1.0, 0.0), 4.0
    )


def test_values_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match=r"expected thermal\.black_hot with agc8 or counts alone"):
        settings_of(thermal__format="centikelvin", thermal__black_hot=True)

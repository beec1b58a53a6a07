"""What the segmentation node's parameters say about the two cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from csk_ros.inference.camera_inputs import CameraSettings
from csk_ros.registration.registration_settings import RegistrationSettings
from csk_ros.stream.telemetry import Telemetry
from csk_ros.thermal.thermal_format import thermal_format
from csk_ros.thermal.thermal_settings import ThermalSettings

if TYPE_CHECKING:
    from csk_ros.parameters.parameter_values import ParameterValues
    from csk_ros.registration.registration_settings import RegistrationMode


def camera_settings(values: ParameterValues) -> CameraSettings:
    """The settings that are in force with these values.

    Raises:
        ValueError: values that contradict each other; the message names the parameters.
    """
    declared = thermal_format(
        values.text("thermal.format"), values.number("thermal.scale"), values.number("thermal.offset")
    )
    return CameraSettings(
        thermal=ThermalSettings(
            format=declared,
            bits=values.whole("thermal.bits"),
            black_hot=values.flag("thermal.black_hot"),
            telemetry=Telemetry(
                values.whole("thermal.telemetry_top"), values.whole("thermal.telemetry_bottom")
            ),
        ),
        registration=RegistrationSettings(
            mode=cast("RegistrationMode", values.text("registration.mode")),
            homography=values.numbers("registration.homography"),
            rgb_calibration=values.text("registration.rgb_calibration"),
            thermal_calibration=values.text("registration.thermal_calibration"),
            translation=values.numbers("registration.translation"),
            rotation=values.numbers("registration.rotation"),
            distance=values.number("registration.distance"),
        ),
    )

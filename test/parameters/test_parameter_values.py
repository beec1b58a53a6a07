"""Values of parameters, by name and in their types."""

from __future__ import annotations

from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS


def test_without_anything_given_every_value_is_its_default():
    values = ParameterValues(SEGMENTATION_PARAMETERS)
    assert [values[spec.name] for spec in SEGMENTATION_PARAMETERS] == [
        spec.default for spec in SEGMENTATION_PARAMETERS
    ]


def test_what_is_given_takes_the_place_of_its_default_alone():
    given = {"rgb.wait": 0.2, "model.device": "cpu"}
    values = ParameterValues(SEGMENTATION_PARAMETERS, given)
    given["rgb.wait"] = 0.3
    expected = {spec.name: spec.default for spec in SEGMENTATION_PARAMETERS} | {
        "rgb.wait": 0.2,
        "model.device": "cpu",
    }
    assert {name: values[name] for name in expected} == expected


def test_values_come_in_the_type_of_their_parameter():
    values = ParameterValues(
        SEGMENTATION_PARAMETERS,
        {"autostart": False, "model.threads": 3, "rgb.wait": 0.25, "model.path": "a b"},
    )
    assert values.flag("autostart") is False
    assert values.whole("model.threads") == 3
    assert values.number("rgb.wait") == 0.25
    assert values.text("model.path") == "a b"

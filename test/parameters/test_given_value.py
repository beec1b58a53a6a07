"""Values that are given for parameters are taken or refused as the node would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.parameters.given_value import ParametersError, checked, parsed
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS

DEFAULTS = {spec.name: spec.default for spec in SEGMENTATION_PARAMETERS}
CALIBRATIONS = "registration.rgb_calibration or registration.thermal_calibration"
LIST = "`python -m csk_ros parameters --yaml` lists all"


@pytest.mark.parametrize("spec", SEGMENTATION_PARAMETERS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("value", [True, 1, 1.0, "1", None, [1.0], {"a": 1.0}], ids=repr)
def test_types_are_as_strict_as_those_of_ros(spec, value):
    if type(value) is type(spec.default):
        return
    with pytest.raises(
        ParametersError,
        match=rf"^{spec.name}: expected a value of type {spec.type_name}, got {re.escape(repr(value))}$",
    ):
        checked(spec.name, value)


@pytest.mark.parametrize(
    "spec", [spec for spec in SEGMENTATION_PARAMETERS if spec.low is not None], ids=lambda spec: spec.name
)
def test_the_ends_of_a_range_belong_to_it_and_nothing_beyond(spec):
    kind = type(spec.default)
    for end, step in ((spec.low, -1), (spec.high, 1)):
        assert checked(spec.name, kind(end)) == end
        with pytest.raises(ParametersError, match=f"{spec.name}: expected {re.escape(spec.range_text)}, got"):
            checked(spec.name, kind(end) + kind(step))
    for beyond in map(float, ("nan", "inf", "-inf") if kind is float else ()):
        with pytest.raises(ParametersError, match=f"got {beyond}$"):
            checked(spec.name, beyond)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("rgb.wait", "0.2", 0.2),
        ("rgb.wait", "1", 1.0),
        ("rgb.wait", "2e-2", 0.02),
        ("rgb.time_offset", "-0.5", -0.5),
        ("fallback.bad_frames", "5", 5),
        ("autostart", "false", False),
        ("fallback.allow_rgb", "true", True),
        ("rgb.transport", "compressed", "compressed"),
        ("model.device", "true", "true"),
        ("model.path", "12", "12"),
        ("model.path", "[a: b", "[a: b"),
        ("model.path", "", ""),
        ("registration.translation", "[0.1, 0.0, -1e-2]", (0.1, 0.0, -0.01)),
    ],
)
def test_a_text_becomes_a_value_of_the_parameters_type(name, text, value):
    found = parsed(name, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("rgb.wait", "fast", "rgb.wait: expected a value of type double, got 'fast'"),
        ("rgb.wait", "true", "rgb.wait: expected a value of type double, got True"),
        ("rgb.wait", "[", "rgb.wait: expected a value of type double, got '['"),
        ("rgb.wait", "2020-99-99", "rgb.wait: expected a value of type double, got '2020-99-99'"),
        ("rgb.wait", "11", "rgb.wait: expected 0 .. 10, got 11.0"),
        ("rgb.wait", ".nan", "rgb.wait: expected 0 .. 10, got nan"),
        ("fallback.bad_frames", "2.5", "fallback.bad_frames: expected a value of type integer, got 2.5"),
        ("fallback.bad_frames", "true", "fallback.bad_frames: expected a value of type integer, got True"),
        ("fallback.bad_frames", "0", "fallback.bad_frames: expected 1 .. 1000, got 0"),
        ("autostart", "1", "autostart: expected a value of type bool, got 1"),
        ("rgb.transport", "theora", "rgb.transport: expected raw, compressed, got theora"),
        (
            "registration.translation",
            "[0.1, 0.0]",
            "registration.translation: expected a value of type 3 doubles, got [0.1, 0.0]",
        ),
        (
            "registration.translation",
            "[0, 1, 2]",
            "registration.translation: expected a value of type 3 doubles, got [0, 1, 2]",
        ),
        (
            "registration.calibration",
            "rgb.yaml",
            f"there is no parameter 'registration.calibration'; did you mean {CALIBRATIONS}? {LIST}",
        ),
    ],
)
def test_a_wrong_text_is_refused(name, text, complaint):
    with pytest.raises(ParametersError, match=f"^{re.escape(complaint)}$"):
        parsed(name, text)


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_too_long_for_python_is_refused(digits):
    with pytest.raises(ParametersError, match=r"^rgb\.wait: expected a value of type double, got"):
        parsed("rgb.wait", "9" * digits)


@given(st.sampled_from(SEGMENTATION_PARAMETERS), st.text())
def test_any_text_is_a_value_or_is_refused(spec, text):
    try:
        value = parsed(spec.name, text)
    except ParametersError:
        return
    assert checked(spec.name, value) == value
    assert type(value) is type(spec.default)

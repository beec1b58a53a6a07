"""Parameters: declared from the table, refused with a reason, in force at once."""

from __future__ import annotations

import pytest
import rclpy.exceptions
from rcl_interfaces.srv import DescribeParameters, SetParameters
from rclpy.exceptions import ParameterException
from rclpy.parameter import Parameter

from csk_ros.parameters.parameter_spec import Takes
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS


@pytest.fixture
def rig(make_rig):
    return make_rig().start()


def set_parameter(rig, name, value):
    request = SetParameters.Request(parameters=[Parameter(name, value=value).to_parameter_msg()])
    (result,) = rig.call(SetParameters, "set_parameters", request).results
    return result.successful, result.reason


def test_every_parameter_describes_itself(rig):
    names = [spec.name for spec in SEGMENTATION_PARAMETERS]
    answer = rig.call(DescribeParameters, "describe_parameters", DescribeParameters.Request(names=names))
    for spec, descriptor in zip(SEGMENTATION_PARAMETERS, answer.descriptors, strict=True):
        assert descriptor.description == spec.description
        assert descriptor.read_only == (spec.takes is Takes.START)
        ranges = [*descriptor.floating_point_range, *descriptor.integer_range]
        assert [(r.from_value, r.to_value) for r in ranges] == (
            [] if spec.low is None else [(spec.low, spec.high)]
        )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("rgb.max_skew", -0.1, "rgb.max_skew"),
        ("rgb.max_skew", "wide", "Wrong parameter type"),
        ("fallback.bad_frames", 0, "fallback.bad_frames"),
        ("rgb.transport", "compressed", "read-only"),
        ("autostart", False, "read-only"),
        ("model.path", "other.safetensors", "clean the node up"),
    ],
)
def test_a_bad_value_is_refused_with_a_reason(rig, name, value, words):
    before = rig.node.get_parameter(name).value
    successful, reason = set_parameter(rig, name, value)
    assert not successful
    assert words in reason
    assert rig.node.get_parameter(name).value == before


def test_a_live_value_takes_effect_at_the_next_frame(rig):
    rig.sleep(0.1)
    rig.send("rgb", 0, stamp=rig.now - 20_000_000)
    rig.send("thermal", 0)
    rig.sleep(0.06)
    rig.settle()
    assert set_parameter(rig, "rgb.max_skew", 0.01) == (True, "")
    rig.sleep(0.04)
    rig.send("rgb", 1, stamp=rig.now - 20_000_000)
    rig.send("thermal", 1)
    rig.sleep(0.06)
    rig.settle()
    assert rig.mode_sequence == [("fused", "both cameras ok"), ("thermal", "rgb unpaired")]


def test_a_transport_that_does_not_exist_stops_the_start(make_rig):
    with pytest.raises(ParameterException, match=r"rgb\.transport is one of raw, compressed; 'theora'"):
        make_rig(rgb__transport="theora")


def test_an_override_out_of_range_stops_the_start(make_rig):
    with pytest.raises(rclpy.exceptions.InvalidParameterValueException, match=r"rgb\.timeout"):
        make_rig(rgb__timeout=-1.0)

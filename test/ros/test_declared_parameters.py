"""What is given to a node at its start and is no parameter of it, or has no value."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

import rclpy
from rclpy.exceptions import InvalidParameterValueException

from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.ros.declared_parameters import DeclaredParameters


@pytest.fixture
def declare(ros_context):
    def declare(*words):
        given = [part for word in words for part in ("-p", word)]
        node = rclpy.create_node("segmentation", context=ros_context, cli_args=["--ros-args", *given])
        try:
            return DeclaredParameters(node, SEGMENTATION_PARAMETERS, changed=lambda: None)
        finally:
            node.destroy_node()

    return declare


def test_a_wrong_name_is_warned_of_with_the_one_that_may_be_meant(declare, capfd):
    declare("rgb.max_skw:=0.1", "robot_radius:=0.4", "use_sim_time:=false", "rgb.wait:=0.2", "max_skew:=0.1")
    lines = [line for line in capfd.readouterr().err.splitlines() if "there is no parameter" in line]
    warned, told = sorted(lines, key=lambda line: "WARN" not in line)
    assert warned.startswith("[WARN]")
    assert warned.endswith("there is no parameter 'rgb.max_skw'; did you mean rgb.max_skew?")
    assert told.startswith("[INFO]")
    assert told.endswith("there is no parameter 'robot_radius'; it is ignored")


def test_a_parameter_without_a_value_is_refused(declare):
    with pytest.raises(InvalidParameterValueException, match="expected a value of type double"):
        declare("rgb.wait:=[]")

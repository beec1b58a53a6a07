"""Evaluating a recording, and the campaign, need no ROS."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["csk_ros.evaluation.evaluate_command", "csk_ros.campaign.command"])
def test_no_ros_is_loaded(module):
    program = f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    loaded = {name.partition(".")[0] for name in json.loads(out.splitlines()[-1])}
    assert not loaded & {"rclpy", "sensor_msgs", "std_msgs", "builtin_interfaces", "diagnostic_msgs"}

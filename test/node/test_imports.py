"""What a robot has to load for the node, and what it has not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def test_the_node_loads_nothing_that_serves_training_or_evaluation():
    pytest.importorskip("rclpy", reason="needs ROS 2")
    program = "import json, sys, csk_ros.node.segmentation_node; print(json.dumps(list(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    loaded = set(json.loads(out.splitlines()[-1]))
    assert "csk_ros.inference.segmenter" in loaded
    others = {"pytorch_lightning", "pydantic", "tensorboard", "torchmetrics", "matplotlib"}
    assert not loaded & others
    packages = ("csk_ros.training", "csk_ros.datasets", "csk_ros.evaluation")
    assert not [name for name in loaded if name.startswith(packages)]

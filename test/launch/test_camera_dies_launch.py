"""A camera's process dies beside the launched node and is started again by launch."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("launch_pytest", reason="needs ROS 2's launch_pytest")
pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

import launch_pytest
from diagnostic_msgs.msg import DiagnosticArray
from launch.actions import ExecuteProcess
from rclpy.node import Node
from sensor_msgs.msg import Image

from support.checkpoints import write_random_checkpoint
from support.launched import PATIENCE, launch_file
from support.rig import EVERY_MODE, values_of
from support.spin import spin_until

if TYPE_CHECKING:
    from launch import LaunchDescription
    from rclpy.executors import SingleThreadedExecutor

    from support.launched import Launched

TEST_FOLDER = Path(__file__).resolve().parent.parent

PARAMS_FILE = """\
/**:
  ros__parameters:
    # On a busy machine only a camera that is gone is missing.
    rgb: {timeout: 3.0, max_skew: 0.1}
    thermal: {timeout: 3.0}
"""


def camera(stream: str) -> ExecuteProcess:
    """A driver that launch starts again when it dies."""
    return ExecuteProcess(
        cmd=[sys.executable, "-m", "support.camera_process", stream],
        name=f"{stream}_camera",
        cwd=str(TEST_FOLDER),
        respawn=True,
        respawn_delay=6.0,
    )


@launch_pytest.fixture
def description(launched: Launched, ros_domain_id: int, tmp_path: Path) -> LaunchDescription:
    params_file = tmp_path / "parameters.yaml"
    params_file.write_text(PARAMS_FILE)
    checkpoint = write_random_checkpoint(tmp_path / "random.safetensors")
    arguments = {"model": str(checkpoint), "runtime": "torch", "params_file": str(params_file)}
    return launched.describe(
        ros_domain_id,
        launch_file("segmentation.launch.py", arguments),
        camera("rgb"),
        camera("thermal"),
    )


@pytest.mark.launch(fixture=description)
def test_the_mode_follows_a_camera_that_dies_and_comes_back(
    launched: Launched, ros_context, ros_executor: SingleThreadedExecutor
):
    peer = Node("listener", context=ros_context)
    ros_executor.add_node(peer)
    modes: list[DiagnosticArray] = []
    labels: list[Image] = []
    peer.create_subscription(DiagnosticArray, "/segmentation/mode", modes.append, EVERY_MODE)
    peer.create_subscription(Image, "/segmentation", labels.append, 5)

    def until(mode: str, reason: str) -> None:
        def reached() -> bool:
            values = values_of(modes[-1]) if modes else {}
            return (values.get("mode"), values.get("reason")) == (mode, reason)

        spin_until(ros_executor, reached, f"mode {mode}: {reason}", PATIENCE)

    def kill(stream: str) -> None:
        os.kill(launched.pids[f"{stream}_camera"], signal.SIGKILL)

    until("fused", "both cameras ok")
    begin = len(modes) - 1
    kill("rgb")
    until("thermal", "rgb missing")
    before = len(labels)
    spin_until(ros_executor, lambda: len(labels) >= before + 10, "labels from thermal alone")
    until("fused", "both cameras ok")
    kill("thermal")
    until("rgb", "thermal missing")
    before = len(labels)
    spin_until(ros_executor, lambda: len(labels) >= before + 10, "labels from rgb alone")
    assert "rgb_optical" in {message.header.frame_id for message in labels[before:]}
    until("fused", "both cameras ok")
    spin_until(ros_executor, lambda: labels[-1].header.frame_id == "thermal_optical", "labels of thermal")

    told = [values_of(message) for message in modes[begin:]]
    # Frames that miss their partner now and then are thermal without a fault.
    sequence = [values["mode"] for values in told if values["reason"] != "rgb unpaired"]
    changes = [mode for number, mode in enumerate(sequence) if number == 0 or sequence[number - 1] != mode]
    assert changes == ["fused", "thermal", "fused", "rgb", "fused"]

    yield
    assert launched.exit_codes["segmentation_node"] == [0]
    assert launched.exit_codes["rgb_camera"][0] == launched.exit_codes["thermal_camera"][0] == -signal.SIGKILL

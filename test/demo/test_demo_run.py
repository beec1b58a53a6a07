"""What becomes of a demo whose node has nothing to show."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from csk_ros.demo.demo_run import DemoError, DemoRun
from csk_ros.evaluation.metrics.confusion import confusion_by_mode
from csk_ros.labels import STREET
from csk_ros.live.node_process import NodeProcess, NotReadyError
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.held_recording import HeldRecording
from csk_ros.recording.recorded_image import RecordedImage
from support.checkpoints import write_random_checkpoint
from support.small_recording import small_recording


def play(model, folder, recording):
    """Play to the node; return the run's error and the node's exit code."""
    with NodeProcess(model, folder / "node.log") as node:
        run = DemoRun(
            node, recording, FaultScript(), confusion_by_mode(STREET), lambda _record, _seconds: None
        )
        with pytest.raises((DemoError, NotReadyError)) as caught:
            run.run()
        return str(caught.value), node.stop()


@pytest.mark.usefixtures("ros_domain_id")
def test_a_node_without_a_model_is_an_error_with_its_own_words(tmp_path):
    error, code = play(tmp_path / "nowhere.safetensors", tmp_path, small_recording(3))
    assert error.startswith("the node says: not configured")
    assert "nowhere.safetensors does not exist" in error
    assert code == 0


@pytest.mark.usefixtures("ros_domain_id")
def test_a_node_that_publishes_nothing_is_an_error_with_its_own_words(tmp_path):
    dark = [
        RecordedImage("rgb", n * 50_000_000, n + 1, "rgb", "rgb8", np.full((12, 16, 3), n % 2, np.uint8))
        for n in range(10)
    ]
    model = write_random_checkpoint(tmp_path / "random.safetensors")
    error, code = play(model, tmp_path, HeldRecording(dark))
    assert error.startswith("the node published no labels")
    assert "no output: thermal missing, rgb dark" in error
    assert code == 0

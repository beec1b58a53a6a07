"""The nodes as processes: signals end them cleanly."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node

from support.checkpoints import write_random_checkpoint
from support.spin import spin_until

if TYPE_CHECKING:
    from pathlib import Path


SIGNALLED_EARLY = """
import os, sys
from csk_ros.node import segmentation_node

class SignalledEarly(segmentation_node.SegmentationNode):
    def __init__(self):
        os.kill(os.getpid(), int(sys.argv[1]))
        super().__init__()

segmentation_node.SegmentationNode = SignalledEarly
segmentation_node.main()
"""

COMPUTING = """
import os, signal, threading
import torch
from rclpy.node import Node
from csk_ros.ros.process import run_node

begun = threading.Event()

def compute():
    convolve = torch.nn.Conv2d(64, 64, 3)
    while True:
        convolve(torch.zeros(1, 64, 64, 64))
        begun.set()

def start(node):
    threading.Thread(target=compute, daemon=True).start()
    begun.wait()
    os.kill(os.getpid(), signal.SIGINT)

run_node(lambda: Node("computing"), start)
"""

WORKING = {
    "csk_ros.node.segmentation_node": ("no frame yet", "STALE before the first frame"),
    "csk_ros.points.semantic_points_node": ("no cloud comes in", "STALE before the first cloud"),
}
"""What each node says once it is at work."""


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


@pytest.mark.usefixtures("ros_domain_id")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_node_is_made_ends_it_with_exit_code_0(checkpoint: Path, number):
    command = [sys.executable, "-c", SIGNALLED_EARLY, str(int(number))]
    parameters = ["--ros-args", "-p", f"model.path:={checkpoint}", "-p", "model.threads:=1"]
    process = subprocess.run(
        [*command, *parameters], stderr=subprocess.PIPE, text=True, timeout=120, check=False
    )
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("module", WORKING)
def test_a_signal_ends_it_with_exit_code_0(ros_context, ros_executor, checkpoint: Path, module, number):
    listener = Node("listener", context=ros_context)
    seen: list[DiagnosticArray] = []
    listener.create_subscription(DiagnosticArray, "/diagnostics", seen.append, 10)
    ros_executor.add_node(listener)
    text, meaning = WORKING[module]
    command = [sys.executable, "-m", module]
    parameters = ["--ros-args", "-p", f"model.path:={checkpoint}", "-p", "model.threads:=1"]
    with subprocess.Popen([*command, *parameters], stderr=subprocess.PIPE, text=True) as process:
        try:
            spin_until(
                ros_executor,
                lambda: any(message.status[0].message == text for message in seen),
                "the node at work",
                timeout=120.0,
            )
            assert seen[-1].status[0].level == b"\x03", meaning
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


@pytest.mark.usefixtures("ros_domain_id")
def test_a_thread_that_computes_on_does_not_crash_the_end():
    process = subprocess.run(
        [sys.executable, "-c", COMPUTING], stderr=subprocess.PIPE, text=True, timeout=120, check=False
    )
    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_model_is_loaded_ends_it_with_exit_code_0(
    ros_context, ros_executor, checkpoint: Path, tmp_path: Path, monkeypatch, *, number
):
    pytest.importorskip("openvino", reason="it is what the model is exported for")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    listener = Node("listener", context=ros_context)
    seen: list[str] = []
    listener.create_subscription(
        DiagnosticArray, "/diagnostics", lambda message: seen.append(message.status[0].message), 10
    )
    ros_executor.add_node(listener)
    parameters = ["--ros-args", "-p", f"model.path:={checkpoint}", "-p", "model.runtime:=openvino"]
    command = [sys.executable, "-m", "csk_ros.node.segmentation_node", *parameters]
    # At the very beginning of torch's exporter, which nothing interrupts.
    exporting = "last: exporting random.safetensors for openvino once"
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            spin_until(
                ros_executor, lambda: any(exporting in text for text in seen), "the export", timeout=120.0
            )
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert "terminate" not in errors


@pytest.mark.usefixtures("ros_domain_id")
@pytest.mark.parametrize(
    ("parameter", "complaint"),
    [
        ("thermal.format:=kelvin16", "thermal.format"),
        ("rgb.max_skew:=50.0", "rgb.max_skew"),
        ("rgb.max_skew:=0", "rgb.max_skew"),
    ],
)
def test_a_parameter_that_is_not_taken_is_one_line_and_exit_code_1(parameter, complaint):
    command = [sys.executable, "-m", "csk_ros.node.segmentation_node", "--ros-args", "-p", parameter]
    process = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    assert process.returncode == 1
    (line,) = process.stderr.strip().splitlines()
    assert "FATAL" in line
    assert complaint in line


@pytest.mark.usefixtures("ros_domain_id")
@pytest.mark.parametrize("module", WORKING)
def test_arguments_that_ros_refuses_are_one_line_and_exit_code_1(tmp_path: Path, module):
    no_yaml = tmp_path / "parameters.yaml"
    no_yaml.write_text("/**: [")
    wrong = {
        ("--params-file", "/nope.yaml"): "'--params-file /nope.yaml'. Error: Error opening YAML file",
        (
            "--params-file",
            str(no_yaml),
        ): "Sequences can only be values and not keys in params.",
        ("--log-level", "loud"): "'--log-level loud'. Error: Argument does not use a valid severity level",
        ("-r", "rgb/image_raw:=front color"): "Couldn't parse remap rule: '-r rgb/image_raw:=front color'",
        ("--wrong",): "ROS does not know the arguments ['--wrong']",
    }
    with ExitStack() as stack:
        command = [sys.executable, "-m", module, "--ros-args"]
        processes = [
            stack.enter_context(subprocess.Popen([*command, *words], stderr=subprocess.PIPE, text=True))
            for words in wrong
        ]
        logs = [process.communicate(timeout=120)[1].splitlines() for process in processes]
    assert [process.returncode for process in processes] == [1] * len(wrong)
    for lines, complaint in zip(logs, wrong.values(), strict=True):
        # Before ours stands rcl's own, of what failed.
        ours = [line for line in lines if "[rcl]" not in line]
        assert len(ours) == 1
        assert "FATAL" in ours[0]
        assert complaint in ours[0]

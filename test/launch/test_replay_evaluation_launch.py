"""One launch file plays a recording to the node and leaves a report; its end is the end of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("launch_pytest", reason="needs ROS 2's launch_pytest")
pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

import launch_pytest

from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.recorded_image import RecordedImage
from support.checkpoints import write_random_checkpoint
from support.launched import launch_file
from support.pictures import rgb_picture, thermal_picture

if TYPE_CHECKING:
    from pathlib import Path

    from launch import LaunchDescription

    from support.launched import Launched

FRAMES, PERIOD, START = 80, 100_000_000, 1_000_000_000

PARAMS_FILE = """\
/**:
  ros__parameters:
    # On a busy machine only a camera that is gone is missing.
    rgb: {wait: 0.3, timeout: 1.5}
    thermal: {timeout: 3.0}
"""

FAULTS = "faults: [{rgb: drop, from: 1.5, to: 5.0}]\n"

PROGRAMS = ("replay", "evaluate", "segmentation_node")


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    path = tmp_path / "bag"
    with BagWriter(path) as writer:
        for number in range(FRAMES):
            time = START + number * PERIOD
            rgb, thermal = rgb_picture(number), thermal_picture(number)
            writer.write(RecordedImage("rgb", time, time, "rgb_optical", "rgb8", rgb))
            writer.write(RecordedImage("thermal", time, time, "thermal_optical", "mono8", thermal))
    return path


def describe(launched: Launched, domain_id: int, arguments: dict[str, str]) -> LaunchDescription:
    return launched.describe(domain_id, launch_file("replay_evaluation.launch.py", arguments))


@launch_pytest.fixture
def evaluation(bag: Path, launched: Launched, ros_domain_id: int, tmp_path: Path) -> LaunchDescription:
    faults = tmp_path / "faults.yaml"
    faults.write_text(FAULTS)
    params_file = tmp_path / "parameters.yaml"
    params_file.write_text(PARAMS_FILE)
    arguments = {
        "bag": str(bag),
        "faults": str(faults),
        "params_file": str(params_file),
        "model": str(write_random_checkpoint(tmp_path / "random.safetensors")),
        "out": str(tmp_path / "evaluation"),
        "namespace": "robot",
        "runtime": "torch",
    }
    return describe(launched, ros_domain_id, arguments)


@launch_pytest.fixture(params=["replay", "node"])
def failure(
    request: pytest.FixtureRequest, bag: Path, launched: Launched, ros_domain_id: int, tmp_path: Path
) -> tuple[LaunchDescription, tuple[str, int]]:
    """Also who fails, and its exit code."""
    arguments = {"bag": str(bag), "out": str(tmp_path / "evaluation")}
    if request.param == "replay":
        arguments["bag"] = str(tmp_path / "nowhere")
        return describe(launched, ros_domain_id, arguments), ("replay", 2)
    # What the launch file leaves to the node.
    arguments["runtime"] = "abacus"
    return describe(launched, ros_domain_id, arguments), ("segmentation_node", 1)


@pytest.mark.launch(fixture=evaluation)
def test_the_report_is_written_and_everything_ends(launched: Launched, tmp_path: Path):
    launched.wait_for_end(*PROGRAMS)
    assert launched.exit_codes == {name: [0] for name in PROGRAMS}
    report = json.loads((tmp_path / "evaluation" / "report.json").read_text())
    figures = report["passes"]["live"]
    # Frames that miss their partner now and then are thermal without a fault.
    told = [span["mode"] for span in figures["modes"] if span["reason"] != "rgb unpaired"]
    modes = [mode for number, mode in enumerate(told) if number == 0 or told[number - 1] != mode]
    # Whichever camera is heard first may speak alone.
    assert modes[modes.index("fused") :] == ["fused", "thermal", "fused"]
    assert figures["outputs"]["frames"] > FRAMES / 2
    assert (tmp_path / "evaluation" / "report.html").is_file()


@pytest.mark.launch(fixture=failure)
def test_the_failure_of_one_ends_all(
    launched: Launched, failure: tuple[LaunchDescription, tuple[str, int]], tmp_path: Path
):
    launched.wait_for_end(*PROGRAMS)
    name, code = failure[1]
    assert next(iter(launched.exit_codes.items())) == (name, [code])
    assert not (tmp_path / "evaluation").exists()

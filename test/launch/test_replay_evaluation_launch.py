"""One launch file plays a recording to the node and leaves a report; its end is the end of all."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("launch_pytest", reason="needs ROS 2's launch_pytest")
pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

import launch_pytest
from ament_index_python.packages import PackageNotFoundError, get_package_prefix
from launch import LaunchDescription
from launch.actions import IncludeLaunchDescription, RegisterEventHandler, SetEnvironmentVariable
from launch.event_handlers import OnProcessExit
from launch.launch_description_sources import PythonLaunchDescriptionSource

from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.image import RecordedImage
from support.checkpoints import write_random_checkpoint
from support.pictures import rgb_picture, thermal_picture

if TYPE_CHECKING:
    from launch import LaunchContext
    from launch.events.process import ProcessExited

try:
    PREFIX = Path(get_package_prefix("csk_ros"))
except PackageNotFoundError:
    pytest.skip("needs csk_ros built by colcon and its workspace sourced", allow_module_level=True)

FRAMES, PERIOD, START = 30, 100_000_000, 1_000_000_000


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


@dataclass
class Ended:
    """The processes that have ended."""

    exit_codes: dict[str, int] = field(default_factory=dict)
    """Of `replay`, `evaluate` and `node`."""
    all: threading.Event = field(default_factory=threading.Event)

    def note(self, event: ProcessExited, _: LaunchContext) -> None:
        name = next((word for word in event.cmd if word in {"replay", "evaluate"}), "node")
        self.exit_codes[name] = event.returncode
        if len(self.exit_codes) == 3:
            self.all.set()

    def wait_for_all(self) -> None:
        assert self.all.wait(timeout=180.0), f"not all have ended: {self.exit_codes}"


@pytest.fixture
def ended() -> Ended:
    return Ended()


def describe(ended: Ended, domain_id: int, arguments: dict[str, str]) -> LaunchDescription:
    source = PythonLaunchDescriptionSource(str(PREFIX / "share/csk_ros/launch/replay_evaluation.launch.py"))
    return LaunchDescription(
        [
            SetEnvironmentVariable("ROS_DOMAIN_ID", str(domain_id)),
            RegisterEventHandler(OnProcessExit(on_exit=ended.note)),
            IncludeLaunchDescription(source, launch_arguments=arguments.items()),
            launch_pytest.actions.ReadyToTest(),
        ]
    )


@launch_pytest.fixture
def evaluation(bag: Path, ended: Ended, ros_domain_id: int, tmp_path: Path) -> LaunchDescription:
    faults = tmp_path / "faults.yaml"
    faults.write_text("faults: [{rgb: drop, from: 1.0, to: 2.0}]\n")
    arguments = {
        "bag": str(bag),
        "faults": str(faults),
        "model": str(write_random_checkpoint(tmp_path / "random.safetensors")),
        "out": str(tmp_path / "evaluation"),
    }
    return describe(ended, ros_domain_id, arguments)


@launch_pytest.fixture(params=["replay", "node"])
def failure(
    request: pytest.FixtureRequest, bag: Path, ended: Ended, ros_domain_id: int, tmp_path: Path
) -> tuple[LaunchDescription, tuple[str, int]]:
    """Also who fails, and its exit code."""
    arguments = {"bag": str(bag), "out": str(tmp_path / "evaluation")}
    if request.param == "replay":
        arguments["bag"] = str(tmp_path / "nowhere")
        return describe(ended, ros_domain_id, arguments), ("replay", 2)
    params_file = tmp_path / "parameters.yaml"
    params_file.write_text("/**: {ros__parameters: {rgb: {max_skew: -1.0}}}\n")
    arguments["params_file"] = str(params_file)
    return describe(ended, ros_domain_id, arguments), ("node", 1)


@pytest.mark.launch(fixture=evaluation)
def test_the_report_is_written_and_everything_ends(ended: Ended, tmp_path: Path):
    ended.wait_for_all()
    assert ended.exit_codes == {"replay": 0, "evaluate": 0, "node": 0}
    report = json.loads((tmp_path / "evaluation" / "report.json").read_text())
    figures = report["passes"]["live"]
    assert figures["mode_sequence"] == ["fused", "thermal", "fused"]
    assert figures["outputs"]["frames"] > FRAMES / 2
    assert (tmp_path / "evaluation" / "report.html").is_file()


@pytest.mark.launch(fixture=failure)
def test_the_failure_of_one_ends_all(
    ended: Ended, failure: tuple[LaunchDescription, tuple[str, int]], tmp_path: Path
):
    ended.wait_for_all()
    assert next(iter(ended.exit_codes.items())) == failure[1]
    assert not (tmp_path / "evaluation").exists()

"""The package's launch files under test: started from the installed package, watched until they end.

Needs launch, so only launch tests import it, after they have skipped themselves where launch is absent.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import launch_pytest
import pytest
from ament_index_python.packages import PackageNotFoundError, get_package_prefix
from launch import LaunchDescription
from launch.actions import IncludeLaunchDescription, RegisterEventHandler, SetEnvironmentVariable
from launch.event_handlers import OnProcessExit, OnProcessStart
from launch.launch_description_sources import PythonLaunchDescriptionSource

if TYPE_CHECKING:
    from launch.events.process import ProcessExited, ProcessStarted
    from launch.launch_description_entity import LaunchDescriptionEntity

try:
    PREFIX = Path(get_package_prefix("csk_ros"))
except PackageNotFoundError:
    pytest.skip("needs csk_ros built by colcon and its workspace sourced", allow_module_level=True)

PATIENCE = 180.0
"""Seconds for processes to start, or to end, on a busy machine."""


@dataclass
class Launched:
    """The processes of a launch, by the names of their programs; one of csk_ros's commands by its own."""

    pids: dict[str, int] = field(default_factory=dict)
    """Of those that have started; of one that was started again, the newest."""
    exit_codes: dict[str, list[int]] = field(default_factory=dict)
    """In the order in which programs ended first."""
    _end: threading.Condition = field(default_factory=threading.Condition)

    def describe(self, domain_id: int, *entities: LaunchDescriptionEntity) -> LaunchDescription:
        """What starts `entities` in a ROS domain of the test's own and watches their processes."""
        return LaunchDescription(
            [
                SetEnvironmentVariable("ROS_DOMAIN_ID", str(domain_id)),
                RegisterEventHandler(OnProcessStart(on_start=lambda event, _: self._started(event))),
                RegisterEventHandler(OnProcessExit(on_exit=lambda event, _: self._exited(event))),
                *entities,
                launch_pytest.actions.ReadyToTest(),
            ]
        )

    def wait_for_end(self, *names: str) -> None:
        """Wait until each of these programs has ended, without anybody's doing."""
        with self._end:
            ended = self._end.wait_for(lambda: self.exit_codes.keys() >= set(names), PATIENCE)
            assert ended, f"not all of {names} have ended: {self.exit_codes}"

    def _started(self, event: ProcessStarted) -> None:
        self.pids[_name(event)] = event.pid

    def _exited(self, event: ProcessExited) -> None:
        with self._end:
            self.exit_codes.setdefault(_name(event), []).append(event.returncode)
            self._end.notify_all()


def launch_file(name: str, arguments: dict[str, str]) -> IncludeLaunchDescription:
    """One of the package's launch files, as it is installed."""
    source = PythonLaunchDescriptionSource(str(PREFIX / "share" / "csk_ros" / "launch" / name))
    return IncludeLaunchDescription(source, launch_arguments=arguments.items())


def _name(event: ProcessStarted | ProcessExited) -> str:
    # launch counts its processes: segmentation_node-1.
    program = str(event.process_name).rpartition("-")[0]
    return str(event.cmd[1]) if program == "csk_ros" else program

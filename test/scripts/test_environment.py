"""scripts/environment.sh gives ROS 2 room for images and keeps to this machine, unless told otherwise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROFILE = str(ROOT / "config" / "fastdds.xml")

PRINT_MAPPED_SEGMENTS = """
import rclpy
rclpy.init()
node = rclpy.create_node("maps")
print(open("/proc/self/maps").read())
node.destroy_node()
rclpy.shutdown()
"""


def run_in_environment(*command: str, **settings: str) -> str:
    """What a command prints that runs with the script sourced."""
    ours = re.compile(r"ROS_.*|FAST(DDS|RTPS)_.*")
    environment = {name: value for name, value in os.environ.items() if not ours.fullmatch(name)} | settings
    script = f'set -euo pipefail; source "{ROOT}/scripts/environment.sh"; exec "$@"'
    shell = ["bash", "-c", script, "bash", *command]
    return subprocess.run(shell, env=environment, check=True, capture_output=True, text=True).stdout


def sourced(**settings: str) -> dict[str, str]:
    """The environment after sourcing the script."""
    lines = run_in_environment("env", "-0", **settings).split("\0")
    return dict(line.split("=", 1) for line in lines if line)


@pytest.mark.parametrize(
    ("distro", "variable", "range_variable", "only_this_machine"),
    [
        ("humble", "FASTRTPS_DEFAULT_PROFILES_FILE", "ROS_LOCALHOST_ONLY", "1"),
        ("jazzy", "FASTRTPS_DEFAULT_PROFILES_FILE", "ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"),
        ("kilted", "FASTDDS_DEFAULT_PROFILES_FILE", "ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"),
        ("", "FASTDDS_DEFAULT_PROFILES_FILE", "ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"),
    ],
)
def test_each_distribution_gets_its_variables(
    distro: str, variable: str, range_variable: str, only_this_machine: str
):
    found = sourced(ROS_DISTRO=distro)
    assert [name for name in found if name.endswith("_DEFAULT_PROFILES_FILE")] == [variable]
    assert found[variable] == PROFILE
    assert found[range_variable] == only_this_machine


@pytest.mark.parametrize("variable", ["FASTDDS_DEFAULT_PROFILES_FILE", "FASTRTPS_DEFAULT_PROFILES_FILE"])
def test_a_profile_of_the_users_own_stays_the_only_one(variable: str):
    found = sourced(**{variable: "own.xml"})
    assert {name: v for name, v in found.items() if name.endswith("_DEFAULT_PROFILES_FILE")} == {
        variable: "own.xml"
    }


def test_a_wider_discovery_range_stays():
    assert sourced(ROS_AUTOMATIC_DISCOVERY_RANGE="SUBNET")["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "SUBNET"


def test_fast_dds_maps_a_segment_that_holds_images(ros_domain_id: int, tmp_path: Path):
    pytest.importorskip("rmw_fastrtps_shared_cpp", reason="needs Fast DDS")
    maps = run_in_environment(
        sys.executable,
        "-c",
        PRINT_MAPPED_SEGMENTS,
        RMW_IMPLEMENTATION="rmw_fastrtps_cpp",
        ROS_DISTRO=os.environ.get("ROS_DISTRO", ""),
        ROS_DOMAIN_ID=str(ros_domain_id),
        ROS_LOG_DIR=str(tmp_path),
    )
    ranges = re.findall(r"^(\w+)-(\w+) .* /dev/shm/fast", maps, flags=re.MULTILINE)
    sizes = [int(end, 16) - int(begin, 16) for begin, end in ranges]
    assert max(sizes) >= 32 * 2**20

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from csk_ros.fast_dds import OLD_VARIABLE, VARIABLE, image_profile

PROFILE = str(Path(__file__).resolve().parent.parent / "config" / "fastdds.xml")

PRINT_MEMORY_MAP = """
import rclpy
rclpy.init()
node = rclpy.create_node("mapped")
print(open("/proc/self/maps").read())
node.destroy_node()
rclpy.shutdown()
"""


@pytest.mark.parametrize(
    ("distribution", "variable"),
    [("humble", OLD_VARIABLE), ("jazzy", OLD_VARIABLE), ("kilted", VARIABLE), ("rolling", VARIABLE)],
)
def test_each_distribution_gets_the_variable_it_knows(distribution: str, variable: str):
    assert image_profile({"ROS_DISTRO": distribution}) == {variable: PROFILE}


def test_the_wheels_are_newer_than_the_renaming():
    assert image_profile({}) == {VARIABLE: PROFILE}


@pytest.mark.parametrize("variable", [VARIABLE, OLD_VARIABLE])
@pytest.mark.parametrize("distribution", ["humble", "kilted"])
def test_a_profile_of_the_users_own_is_left_alone(variable: str, distribution: str):
    assert image_profile({"ROS_DISTRO": distribution, variable: "own.xml"}) == {}


def test_fast_dds_maps_shared_memory_that_holds_pictures(ros_domain_id: int):
    pytest.importorskip("rmw_fastrtps_shared_cpp", reason="needs Fast DDS")
    clean = {name: value for name, value in os.environ.items() if name not in {VARIABLE, OLD_VARIABLE}}
    environment = clean | image_profile(clean) | {"RMW_IMPLEMENTATION": "rmw_fastrtps_cpp"}
    assert environment["ROS_DOMAIN_ID"] == str(ros_domain_id)
    command = [sys.executable, "-c", PRINT_MEMORY_MAP]
    maps = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    ranges = re.findall(r"^(\w+)-(\w+) .* /dev/shm/fast", maps, flags=re.MULTILINE)
    assert max(int(end, 16) - int(begin, 16) for begin, end in ranges) >= 32 * 2**20

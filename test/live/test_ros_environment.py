from __future__ import annotations

import os

import pytest

from csk_ros.fast_dds import image_profile
from csk_ros.live.ros_environment import private_environment


def test_the_demo_keeps_to_this_machine_and_to_a_domain_of_its_own():
    environment = private_environment({"ROS_DOMAIN_ID": "7", "ROS_AUTOMATIC_DISCOVERY_RANGE": "SUBNET"})
    assert environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "LOCALHOST"
    assert environment["ROS_DOMAIN_ID"] == str(1 + os.getpid() % 100)
    assert 1 <= int(environment["ROS_DOMAIN_ID"]) <= 100


def test_humble_has_another_word_for_it():
    environment = private_environment({"ROS_DISTRO": "humble"})
    assert environment["ROS_LOCALHOST_ONLY"] == "1"
    assert "ROS_AUTOMATIC_DISCOVERY_RANGE" not in environment


@pytest.mark.parametrize("given", [{}, {"FASTDDS_DEFAULT_PROFILES_FILE": "/etc/mine.xml"}])
def test_pictures_get_the_packages_profile_unless_there_is_one(given):
    environment = private_environment(given)
    assert {k: v for k, v in environment.items() if "PROFILES" in k} == image_profile(given)

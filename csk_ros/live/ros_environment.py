"""The environment that a command and its processes run ROS 2 in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from csk_ros.fast_dds import image_profile

if TYPE_CHECKING:
    from collections.abc import Mapping


def private_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Tell what to add to an environment so that pictures arrive and nothing reaches a robot.

    Discovery is limited to this machine and happens in a domain of this process's own: commands publish
    under the names of a robot's cameras.
    """
    additions = image_profile(environment)
    # Ports of domains above 101 collide with Linux's ephemeral ones; 0 is where robots are.
    additions["ROS_DOMAIN_ID"] = str(1 + os.getpid() % 100)
    if environment.get("ROS_DISTRO") == "humble":
        additions["ROS_LOCALHOST_ONLY"] = "1"
    else:
        additions["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
    return additions

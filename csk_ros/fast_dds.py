"""Room for pictures in Fast DDS, ROS 2's usual middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.share import share_file

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "FASTDDS_DEFAULT_PROFILES_FILE"
OLD_VARIABLE = "FASTRTPS_DEFAULT_PROFILES_FILE"
"""What Fast DDS 2 looks at; ROS 2 warns about it since Kilted, which comes with Fast DDS 3."""

OLD_DISTRIBUTIONS = frozenset({"humble", "iron", "jazzy"})


def image_profile(environment: Mapping[str, str]) -> dict[str, str]:
    """Tell what to add to a process's environment so that the pictures it publishes arrive.

    As it comes, Fast DDS loses most best-effort pictures: its shared memory holds less than one of them. The
    publisher's side decides. Nothing is added where a profile is set already.

    Raises:
        FileNotFoundError: the package was installed without its profile.
    """
    if environment.get(VARIABLE) or environment.get(OLD_VARIABLE):
        return {}
    variable = OLD_VARIABLE if environment.get("ROS_DISTRO") in OLD_DISTRIBUTIONS else VARIABLE
    return {variable: str(share_file("config/fastdds.xml"))}

"""Label point clouds by what the segmentation node publishes.

`ros2 launch csk_ros semantic_points.launch.py points_topic:=/depth/points camera_info_topic:=/lwir/info`

Starts the semantic points node alone, for a segmentation node that runs in the same namespace.
An argument that is given overrides the params file; one that is left out changes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction
from launch.logging import get_logger
from launch_ros.actions import Node

from csk_ros.fast_dds import image_profile
from csk_ros.parameters.launch_arguments import LOG_LEVELS, NOT_GIVEN, LaunchArguments, refuse_unknown

if TYPE_CHECKING:
    from launch import LaunchContext
    from launch.launch_description_entity import LaunchDescriptionEntity

SHARE = Path(get_package_share_directory("csk_ros"))


def arguments() -> list[DeclareLaunchArgument]:
    return [
        DeclareLaunchArgument(
            "points_topic",
            default_value="points",
            description="Clouds in the optical frame of the thermal camera",
        ),
        DeclareLaunchArgument(
            "camera_info_topic",
            default_value="thermal/camera_info",
            description="CameraInfo of the thermal camera",
        ),
        DeclareLaunchArgument(
            "params_file",
            default_value=str(SHARE / "config" / "semantic_points.yaml"),
            description="Parameters of the node",
        ),
        DeclareLaunchArgument("namespace", default_value="", description="Namespace of node and topics"),
        DeclareLaunchArgument("log_level", default_value="info", description=", ".join(LOG_LEVELS)),
        DeclareLaunchArgument(
            "use_sim_time",
            default_value=NOT_GIVEN,
            description="Take the time from /clock: true or false instead of the params file's",
        ),
    ]


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription([*arguments(), OpaqueFunction(function=start_node)])


def start_node(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    refuse_unknown(context.argv, sys.argv, Path(__file__), [argument.name for argument in arguments()])
    texts = context.launch_configurations
    given = LaunchArguments(texts)
    overrides = {"use_sim_time": given.truth("use_sim_time")} if given.is_given("use_sim_time") else {}
    given.check_params_file("semantic_points", overrides, get_logger("csk_ros").warning)
    node = Node(
        package="csk_ros",
        executable="semantic_points_node",
        name="semantic_points",
        namespace=texts["namespace"],
        parameters=[texts["params_file"], *([overrides] if overrides else [])],
        remappings=[
            ("points", given.topic("points_topic")),
            ("thermal/camera_info", given.topic("camera_info_topic")),
        ],
        ros_arguments=["--log-level", given.log_level()],
        additional_env=image_profile(context.environment),
        output="screen",
    )
    return [node]

"""Label point clouds by what the segmentation node publishes.

`ros2 launch csk_ros semantic_points.launch.py points_topic:=/depth/points camera_info_topic:=/lwir/info`

Starts the semantic points node alone, for a segmentation node that runs in the same namespace.
An argument that is given overrides the params file; one that is left out changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from csk_ros.fast_dds import image_profile

if TYPE_CHECKING:
    from launch import LaunchContext
    from launch.launch_description_entity import LaunchDescriptionEntity

SHARE = Path(get_package_share_directory("csk_ros"))

NOT_GIVEN = ""


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription(
        [
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
            DeclareLaunchArgument(
                "log_level", default_value="info", description="debug, info, warn, error or fatal"
            ),
            DeclareLaunchArgument(
                "use_sim_time",
                default_value=NOT_GIVEN,
                choices=[NOT_GIVEN, "true", "false"],
                description="Take the time from /clock",
            ),
            OpaqueFunction(function=start_node),
        ]
    )


def start_node(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    use_sim_time = LaunchConfiguration("use_sim_time")
    overrides = {"use_sim_time": ParameterValue(use_sim_time, value_type=bool)}
    node = Node(
        package="csk_ros",
        executable="semantic_points_node",
        name="semantic_points",
        namespace=LaunchConfiguration("namespace"),
        parameters=[
            LaunchConfiguration("params_file"),
            *([overrides] if use_sim_time.perform(context) != NOT_GIVEN else []),
        ],
        remappings=[
            ("points", LaunchConfiguration("points_topic")),
            ("thermal/camera_info", LaunchConfiguration("camera_info_topic")),
        ],
        ros_arguments=["--log-level", LaunchConfiguration("log_level")],
        additional_env=image_profile(context.environment),
        output="screen",
    )
    return [node]

"""Start the segmentation node.

`ros2 launch csk_ros segmentation.launch.py rgb_topic:=/camera/image_raw thermal_topic:=/lwir/image_raw`

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
from csk_ros.inference.process_environment import inference_environment

if TYPE_CHECKING:
    from launch import LaunchContext
    from launch.launch_description_entity import LaunchDescriptionEntity

SHARE = Path(get_package_share_directory("csk_ros"))

NOT_GIVEN = ""

PARAMETERS = {
    "model": ("model.path", str),
    "runtime": ("model.runtime", str),
    "device": ("model.device", str),
    "autostart": ("autostart", bool),
    "use_sim_time": ("use_sim_time", bool),
}
"""Which launch arguments are parameters of the node, and their types."""


def generate_launch_description() -> LaunchDescription:
    yes_no = {"default_value": NOT_GIVEN, "choices": [NOT_GIVEN, "true", "false"]}
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                "rgb_topic",
                default_value="rgb/image_raw",
                description="Images of the colour camera",
            ),
            DeclareLaunchArgument(
                "thermal_topic",
                default_value="thermal/image_raw",
                description="Images of the thermal camera",
            ),
            DeclareLaunchArgument(
                "rgb_info_topic",
                default_value=NOT_GIVEN,
                description="CameraInfo of the colour camera; left out, camera_info beside rgb_topic",
            ),
            DeclareLaunchArgument(
                "thermal_info_topic",
                default_value=NOT_GIVEN,
                description="CameraInfo of the thermal camera; left out, camera_info beside thermal_topic",
            ),
            DeclareLaunchArgument(
                "params_file",
                default_value=str(SHARE / "config" / "segmentation.yaml"),
                description="Parameters of the node",
            ),
            DeclareLaunchArgument(
                "model",
                default_value=NOT_GIVEN,
                description="Checkpoint (.safetensors) to run instead of the params file's",
            ),
            DeclareLaunchArgument(
                "runtime",
                default_value=NOT_GIVEN,
                description="auto, torch, openvino or onnxruntime instead of the params file's",
            ),
            DeclareLaunchArgument(
                "device",
                default_value=NOT_GIVEN,
                description="auto, cpu, cuda or cuda:N instead of the params file's",
            ),
            DeclareLaunchArgument("namespace", default_value="", description="Namespace of node and topics"),
            DeclareLaunchArgument(
                "log_level", default_value="info", description="debug, info, warn, error or fatal"
            ),
            DeclareLaunchArgument("use_sim_time", description="Take the time from /clock", **yes_no),
            DeclareLaunchArgument(
                "autostart",
                description="Configure and activate at once, or leave that to a lifecycle manager",
                **yes_no,
            ),
            OpaqueFunction(function=start_node),
        ]
    )


def start_node(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    overrides = {
        parameter: ParameterValue(LaunchConfiguration(argument), value_type=value_type)
        for argument, (parameter, value_type) in PARAMETERS.items()
        if LaunchConfiguration(argument).perform(context) != NOT_GIVEN
    }
    node = Node(
        package="csk_ros",
        executable="segmentation_node",
        name="segmentation",
        namespace=LaunchConfiguration("namespace"),
        parameters=[LaunchConfiguration("params_file"), *([overrides] if overrides else [])],
        remappings=camera_remappings(context),
        ros_arguments=["--log-level", LaunchConfiguration("log_level")],
        additional_env={**image_profile(context.environment), **inference_environment(context.environment)},
        output="screen",
    )
    return [node]


def camera_remappings(context: LaunchContext) -> list[tuple[str, str]]:
    """The names of the cameras' topics; as image_transport has it, a calibration lies beside its images."""
    names: dict[str, str] = {}
    given: dict[str, str] = {}
    beside: dict[str, str] = {}
    for stream in ("rgb", "thermal"):
        names[f"{stream}/image_raw"] = image = LaunchConfiguration(f"{stream}_topic").perform(context)
        given[stream] = LaunchConfiguration(f"{stream}_info_topic").perform(context)
        folder, slash, _ = image.removesuffix("/compressed").rpartition("/")
        beside[stream] = f"{folder}{slash}camera_info"
    for stream, other in (("rgb", "thermal"), ("thermal", "rgb")):
        # Beside the images of both there is one calibration, and nobody knows whose.
        shared = beside[stream] == (given[other] or beside[other])
        name = f"{stream}/camera_info"
        names[name] = given[stream] or (name if shared else beside[stream])
    return list(names.items())

"""Start the segmentation node.

`ros2 launch csk_ros segmentation.launch.py rgb_topic:=/camera/image_raw thermal_topic:=/lwir/image_raw`

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
from launch_ros.parameter_descriptions import ParameterValue

from csk_ros.fast_dds import image_profile
from csk_ros.inference.process_environment import inference_environment
from csk_ros.parameters.launch_arguments import LOG_LEVELS, NOT_GIVEN, LaunchArguments, refuse_unknown

if TYPE_CHECKING:
    from launch import LaunchContext
    from launch.launch_description_entity import LaunchDescriptionEntity

SHARE = Path(get_package_share_directory("csk_ros"))

TEXTS = {"model": "model.path", "runtime": "model.runtime", "device": "model.device"}
TRUTHS = ("autostart", "use_sim_time")
"""Which launch arguments are parameters of the node; the latter by the same names."""


def arguments() -> list[DeclareLaunchArgument]:
    return [
        DeclareLaunchArgument(
            "rgb_topic", default_value="rgb/image_raw", description="Images of the colour camera"
        ),
        DeclareLaunchArgument(
            "thermal_topic", default_value="thermal/image_raw", description="Images of the thermal camera"
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
        DeclareLaunchArgument("log_level", default_value="info", description=", ".join(LOG_LEVELS)),
        DeclareLaunchArgument(
            "use_sim_time",
            default_value=NOT_GIVEN,
            description="Take the time from /clock: true or false instead of the params file's",
        ),
        DeclareLaunchArgument(
            "autostart",
            default_value=NOT_GIVEN,
            description="Configure and activate at once: true or false (a lifecycle manager does it) instead "
            "of the params file's",
        ),
    ]


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription([*arguments(), OpaqueFunction(function=start_node)])


def start_node(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    refuse_unknown(context.argv, sys.argv, Path(__file__), [argument.name for argument in arguments()])
    texts = context.launch_configurations
    given = LaunchArguments(texts)
    # As a text, whatever it looks like: a model may be called 2024.
    overrides = {
        parameter: ParameterValue(texts[argument], value_type=str)
        for argument, parameter in TEXTS.items()
        if given.is_given(argument)
    } | {argument: given.truth(argument) for argument in TRUTHS if given.is_given(argument)}
    given.check_params_file("segmentation", overrides, get_logger("csk_ros").warning)
    node = Node(
        package="csk_ros",
        executable="segmentation_node",
        name="segmentation",
        namespace=texts["namespace"],
        parameters=[texts["params_file"], *([overrides] if overrides else [])],
        remappings=camera_remappings(given),
        ros_arguments=["--log-level", given.log_level()],
        additional_env={**image_profile(context.environment), **inference_environment(context.environment)},
        output="screen",
    )
    return [node]


def camera_remappings(given: LaunchArguments) -> list[tuple[str, str]]:
    """The names of the cameras' topics; as image_transport has it, a calibration lies beside its images."""
    names: dict[str, str] = {}
    infos: dict[str, str] = {}
    beside: dict[str, str] = {}
    for stream in ("rgb", "thermal"):
        names[f"{stream}/image_raw"] = image = given.topic(f"{stream}_topic")
        info = f"{stream}_info_topic"
        infos[stream] = given.topic(info) if given.is_given(info) else NOT_GIVEN
        folder, slash, _ = image.removesuffix("/compressed").rpartition("/")
        beside[stream] = f"{folder}{slash}camera_info"
    for stream, other in (("rgb", "thermal"), ("thermal", "rgb")):
        # Beside the images of both there is one calibration, and nobody knows whose.
        shared = beside[stream] == (infos[other] or beside[other])
        name = f"{stream}/camera_info"
        names[name] = infos[stream] or (name if shared else beside[stream])
    return list(names.items())

"""Play a recording to the node and judge what it answers.

`ros2 launch csk_ros replay_evaluation.launch.py bag:=street faults:=faults.yaml out:=evaluation`

Starts the segmentation node, a replay that waits for it, and `evaluate --live`, all in the namespace that is
given. The end of the evaluator is the end of all, and so is a failure of any of the three.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import (
    DeclareLaunchArgument,
    IncludeLaunchDescription,
    OpaqueFunction,
    RegisterEventHandler,
    Shutdown,
)
from launch.event_handlers import OnProcessExit
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch_ros.actions import Node

from csk_ros.fast_dds import image_profile
from csk_ros.parameters.launch_arguments import LOG_LEVELS, NOT_GIVEN, LaunchArguments, refuse_unknown
from csk_ros.recording.recorded_image import RECORDED_STREAMS

if TYPE_CHECKING:
    from launch import LaunchContext
    from launch.events.process import ProcessExited
    from launch.launch_description_entity import LaunchDescriptionEntity

SHARE = Path(get_package_share_directory("csk_ros"))

PATIENCE = "180"
"""Seconds that the node may take to load its model."""


PASSED_ON = ("params_file", "model", "runtime", "device", "namespace", "log_level")
"""Arguments of the node's launch file that are offered here."""

AS_PLAYED = {
    "rgb_topic": "rgb/image_raw",
    "thermal_topic": "thermal/image_raw",
    "rgb_info_topic": NOT_GIVEN,
    "thermal_info_topic": NOT_GIVEN,
    "use_sim_time": NOT_GIVEN,
    "autostart": "true",
}
"""Those that are not: the node has to hear what is played, from the start, at the time at which it is."""


def arguments() -> list[DeclareLaunchArgument]:
    return [
        DeclareLaunchArgument("bag", description="The rosbag2 to play"),
        *(
            DeclareLaunchArgument(
                f"bag_{stream}_topic",
                default_value=NOT_GIVEN,
                description="Of the bag, if its name does not tell",
            )
            for stream in RECORDED_STREAMS
        ),
        DeclareLaunchArgument("out", description="Folder for the report"),
        DeclareLaunchArgument("faults", default_value=NOT_GIVEN, description="YAML: what fails when"),
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
        DeclareLaunchArgument("namespace", default_value="", description="Namespace of all three"),
        DeclareLaunchArgument(
            "log_level", default_value="info", description=f"Of the node: {', '.join(LOG_LEVELS)}"
        ),
    ]


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription(
        [
            *arguments(),
            RegisterEventHandler(OnProcessExit(on_exit=end_if_failed)),
            OpaqueFunction(function=start_all),
        ]
    )


def start_all(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    refuse_unknown(context.argv, sys.argv, Path(__file__), [argument.name for argument in arguments()])
    texts = context.launch_configurations
    # Refused here if it is wrong, before the replay is started.
    LaunchArguments(texts).namespace()
    node = IncludeLaunchDescription(
        PythonLaunchDescriptionSource(str(SHARE / "launch" / "segmentation.launch.py")),
        launch_arguments=[*((name, texts[name]) for name in PASSED_ON), *AS_PLAYED.items()],
    )
    played = ["--faults", texts["faults"]] if texts["faults"] else []
    topics = {f"--{stream}-topic": texts[f"bag_{stream}_topic"] for stream in RECORDED_STREAMS}
    chosen = [word for option, topic in topics.items() if topic for word in (option, topic)]
    replay = Node(
        package="csk_ros",
        executable="csk_ros",
        namespace=texts["namespace"],
        arguments=[
            *("replay", "--bag", texts["bag"], "--quiet", *chosen, *played),
            *("--wait-for-subscribers", PATIENCE, "--subscribers", "2"),
        ],
        additional_env=image_profile(context.environment),
        output="screen",
    )
    evaluator = Node(
        package="csk_ros",
        executable="csk_ros",
        namespace=texts["namespace"],
        arguments=[
            *("evaluate", "--live", "--out", texts["out"], *played),
            *(["--model", texts["model"]] if texts["model"] else []),
        ],
        additional_env=image_profile(context.environment),
        output="screen",
        on_exit=[Shutdown(reason="the evaluation is done")],
    )
    return [node, replay, evaluator]


def end_if_failed(event: ProcessExited, _: LaunchContext) -> list[LaunchDescriptionEntity]:
    """Without the node, or without pictures, the evaluator would wait for ever."""
    return [Shutdown(reason=f"{event.process_name} has failed")] if event.returncode else []

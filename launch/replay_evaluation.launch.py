"""Play a recording to the node and judge what it answers.

`ros2 launch csk_ros replay_evaluation.launch.py bag:=street faults:=faults.yaml out:=evaluation`

Starts the segmentation node, a replay that waits for it, and `evaluate --live`. The end of the evaluator is
the end of all, and so is a failure of any of the three.
"""

from __future__ import annotations

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
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node

from csk_ros.fast_dds import image_profile
from csk_ros.recording.recorded_image import RECORDED_STREAMS

if TYPE_CHECKING:
    from launch import LaunchContext
    from launch.events.process import ProcessExited
    from launch.launch_description_entity import LaunchDescriptionEntity

SHARE = Path(get_package_share_directory("csk_ros"))

PATIENCE = "180"
"""Seconds that the node may take to load its model."""


def generate_launch_description() -> LaunchDescription:
    node = IncludeLaunchDescription(
        PythonLaunchDescriptionSource(str(SHARE / "launch" / "segmentation.launch.py")),
        launch_arguments={
            "params_file": LaunchConfiguration("params_file"),
            "model": LaunchConfiguration("model"),
        }.items(),
    )
    return LaunchDescription(
        [
            DeclareLaunchArgument("bag", description="The rosbag2 to play"),
            *(
                DeclareLaunchArgument(
                    f"bag_{stream}_topic",
                    default_value="",
                    description="Of the bag, if its name does not tell",
                )
                for stream in RECORDED_STREAMS
            ),
            DeclareLaunchArgument("out", description="Folder for the report"),
            DeclareLaunchArgument("faults", default_value="", description="YAML: what fails when"),
            DeclareLaunchArgument(
                "model", default_value="", description="Checkpoint to run instead of the params file's"
            ),
            DeclareLaunchArgument(
                "params_file",
                default_value=str(SHARE / "config" / "segmentation.yaml"),
                description="Parameters of the node",
            ),
            RegisterEventHandler(OnProcessExit(on_exit=end_if_failed)),
            node,
            OpaqueFunction(function=start_replay_and_evaluator),
        ]
    )


def start_replay_and_evaluator(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    bag, out, faults, model = (
        LaunchConfiguration(name).perform(context) for name in ("bag", "out", "faults", "model")
    )
    played = ["--faults", faults] if faults else []
    topics = {
        f"--{stream}-topic": LaunchConfiguration(f"bag_{stream}_topic").perform(context)
        for stream in RECORDED_STREAMS
    }
    chosen = [word for option, topic in topics.items() if topic for word in (option, topic)]
    replay = Node(
        package="csk_ros",
        executable="csk_ros",
        arguments=[
            *("replay", "--bag", bag, "--quiet", *chosen, *played),
            *("--wait-for-subscribers", PATIENCE, "--subscribers", "2"),
        ],
        additional_env=image_profile(context.environment),
        output="screen",
    )
    evaluator = Node(
        package="csk_ros",
        executable="csk_ros",
        arguments=["evaluate", "--live", "--out", out, *played, *(["--model", model] if model else [])],
        additional_env=image_profile(context.environment),
        output="screen",
        on_exit=[Shutdown(reason="the evaluation is done")],
    )
    return [replay, evaluator]


def end_if_failed(event: ProcessExited, _: LaunchContext) -> list[LaunchDescriptionEntity]:
    """Without the node, or without pictures, the evaluator would wait for ever."""
    return [Shutdown(reason=f"{event.process_name} has failed")] if event.returncode else []

"""A launched node that is moved through its states by services, as a lifecycle manager does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("launch_pytest", reason="needs ROS 2's launch_pytest")
pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

import launch_pytest
from lifecycle_msgs.msg import State, Transition, TransitionEvent
from lifecycle_msgs.srv import ChangeState, GetState
from rclpy.node import Node

from support.asking import ask
from support.checkpoints import write_random_checkpoint
from support.launched import PATIENCE, launch_file
from support.spin import spin_until

if TYPE_CHECKING:
    from pathlib import Path

    from launch import LaunchDescription
    from rclpy.executors import SingleThreadedExecutor

    from support.launched import Launched

NO_TRANSITION = Transition.TRANSITION_ACTIVATE
"""One that an unconfigured node refuses."""

LIFE = (
    (Transition.TRANSITION_CONFIGURE, State.PRIMARY_STATE_INACTIVE),
    (Transition.TRANSITION_ACTIVATE, State.PRIMARY_STATE_ACTIVE),
    (Transition.TRANSITION_DEACTIVATE, State.PRIMARY_STATE_INACTIVE),
    (Transition.TRANSITION_CLEANUP, State.PRIMARY_STATE_UNCONFIGURED),
    (Transition.TRANSITION_CONFIGURE, State.PRIMARY_STATE_INACTIVE),
    (Transition.TRANSITION_INACTIVE_SHUTDOWN, State.PRIMARY_STATE_FINALIZED),
)


@launch_pytest.fixture
def description(launched: Launched, ros_domain_id: int, tmp_path: Path) -> LaunchDescription:
    checkpoint = write_random_checkpoint(tmp_path / "random.safetensors")
    arguments = {"model": str(checkpoint), "runtime": "torch", "autostart": "False"}
    return launched.describe(ros_domain_id, launch_file("segmentation.launch.py", arguments))


@pytest.mark.launch(fixture=description)
def test_every_state_is_reached_by_services_and_told(
    launched: Launched, ros_context, ros_executor: SingleThreadedExecutor
):
    manager = Node("lifecycle_manager", context=ros_context)
    ros_executor.add_node(manager)
    reached: list[int] = []

    def note(event: TransitionEvent) -> None:
        # The others are states on the way, such as configuring.
        if event.goal_state.id <= State.PRIMARY_STATE_FINALIZED:
            reached.append(event.goal_state.id)

    manager.create_subscription(TransitionEvent, "/segmentation/transition_event", note, 10)

    get_state = manager.create_client(GetState, "/segmentation/get_state")
    change_state = manager.create_client(ChangeState, "/segmentation/change_state")

    def state() -> int:
        return ask(ros_executor, get_state, GetState.Request()).current_state.id

    def change(transition: int) -> bool:
        # Once: a state is left only once.
        answer = change_state.call_async(ChangeState.Request(transition=Transition(id=transition)))
        spin_until(ros_executor, answer.done, f"an answer of {change_state.srv_name}", PATIENCE)
        return answer.result().success

    assert state() == State.PRIMARY_STATE_UNCONFIGURED
    # Refused, and answered: now each knows of the other.
    ask(ros_executor, change_state, ChangeState.Request(transition=Transition(id=NO_TRANSITION)))
    spin_until(
        ros_executor, lambda: manager.count_publishers("/segmentation/transition_event") == 1, "its events"
    )
    for transition, goal in LIFE:
        assert change(transition)
        assert state() == goal
    spin_until(ros_executor, lambda: len(reached) == len(LIFE), "all events")
    assert reached == [goal for _, goal in LIFE]

    yield
    assert launched.exit_codes == {"segmentation_node": [0]}

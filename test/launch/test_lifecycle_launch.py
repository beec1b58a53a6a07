"""A launched node that is moved through its states by services, as a lifecycle manager does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("launch_pytest", reason="needs ROS 2's launch_pytest")
pytest.importorskip("launch_ros", reason="needs ROS 2's launch_ros")

import launch_pytest
from lifecycle_msgs.msg import State, Transition, TransitionEvent
from lifecycle_msgs.srv import ChangeState, GetState
from rclpy.node import Node

from support.checkpoints import write_random_checkpoint
from support.launched import launch_file
from support.spin import spin_until

if TYPE_CHECKING:
    from pathlib import Path

    from launch import LaunchDescription
    from rclpy.client import Client
    from rclpy.executors import SingleThreadedExecutor
    from rclpy.task import Future

    from support.launched import Launched

PATIENCE = 120.0
"""Seconds for the process to start on a busy machine."""

ASK_AGAIN = 2.0
"""Seconds."""

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
    arguments = {"model": str(checkpoint), "runtime": "torch", "autostart": "false"}
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

    def call(client: Client, request: object) -> object:
        answer = client.call_async(request)
        spin_until(ros_executor, answer.done, f"an answer of {client.srv_name}")
        return answer.result()

    def state() -> int:
        return call(get_state, GetState.Request()).current_state.id

    wait_for_service(ros_executor, get_state, GetState.Request())
    spin_until(ros_executor, change_state.service_is_ready, "the other service")
    assert state() == State.PRIMARY_STATE_UNCONFIGURED
    spin_until(
        ros_executor, lambda: manager.count_publishers("/segmentation/transition_event") == 1, "its events"
    )
    for transition, goal in LIFE:
        request = ChangeState.Request(transition=Transition(id=transition))
        assert call(change_state, request).success
        assert state() == goal
    spin_until(ros_executor, lambda: len(reached) == len(LIFE), "all events")
    assert reached == [goal for _, goal in LIFE]

    yield
    assert launched.exit_codes == {"segmentation_node": [0]}


def wait_for_service(executor: SingleThreadedExecutor, client: Client, request: object) -> None:
    """Ask until an answer comes: the first may get lost, as the server may not have found the client yet."""
    answers: list[Future] = []
    asked = 0.0

    def answered() -> bool:
        nonlocal asked
        if client.service_is_ready() and time.monotonic() - asked > ASK_AGAIN:
            asked = time.monotonic()
            answers.append(client.call_async(request))
        return any(answer.done() for answer in answers)

    spin_until(executor, answered, f"an answer of {client.srv_name}", PATIENCE)

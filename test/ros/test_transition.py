"""What a lifecycle transition raises is told, and counts as its failure."""

from __future__ import annotations

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

from csk_ros.ros.transition import logged


class Fragile(LifecycleNode):
    """Cannot be activated."""

    @logged
    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        return super().on_configure(state)

    @logged
    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        raise RuntimeError(f"nothing to activate, {state.label}")


def test_a_transition_that_raises_fails_and_says_why(ros_context, capfd):
    node = Fragile("fragile", context=ros_context)
    try:
        assert node.trigger_configure() == TransitionCallbackReturn.SUCCESS
        assert "failed" not in capfd.readouterr().err
        assert node.trigger_activate() == TransitionCallbackReturn.ERROR
        told = capfd.readouterr().err
        assert "on_activate failed:\nTraceback" in told
        assert "RuntimeError: nothing to activate, inactive" in told
    finally:
        node.destroy_node()

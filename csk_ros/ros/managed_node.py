"""A lifecycle node that survives a transition which its state does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lifecycle_msgs.srv import ChangeState
from rclpy.lifecycle import LifecycleNode

if TYPE_CHECKING:
    from lifecycle_msgs.msg import Transition


class ManagedNode(LifecycleNode):
    """Refuses a transition that its state does not have, logs why, and goes on.

    Up to Jazzy rclpy raises instead, which ends the process (ros2/rclpy, issue 1209).
    """

    def __init__(self, name: str, **options: Any) -> None:
        """Create the node; `options` go to rclpy's LifecycleNode."""
        super().__init__(name, **options)
        (service,) = (service for service in self.services if service.srv_type is ChangeState)
        self._change_state = service.callback
        service.callback = self._change_state_if_possible

    @property
    def refusal_advice(self) -> str:
        """What the log line of a refused transition adds; empty for nothing."""
        return ""

    def _change_state_if_possible(
        self, request: ChangeState.Request, response: ChangeState.Response
    ) -> ChangeState.Response:
        possible = [(number, label) for number, label, *_ in self._state_machine.available_transitions]
        wanted = request.transition
        # By its label if there is one, as rclpy does.
        if any(wanted.label == label if wanted.label else wanted.id == number for number, label in possible):
            answered: ChangeState.Response = self._change_state(request, response)
            return answered
        _, state = self._state_machine.current_state
        labels = ", ".join(sorted({label for _, label in possible})) or "none"
        advice = f"; {self.refusal_advice}" if self.refusal_advice else ""
        self.get_logger().error(
            f"transition {self._name_of(wanted)} refused: it is {state}, expected one of: {labels}{advice}"
        )
        response.success = False
        return response

    def _name_of(self, wanted: Transition) -> str:
        known = {number: label for number, label, *_ in self._state_machine.transition_graph}
        return wanted.label or known.get(wanted.id, str(wanted.id))

"""Ask the running node whether its two cameras have one pixel frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rcl_interfaces.srv import GetParameters

from csk_ros.parameters.camera_settings import camera_settings
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.client import Client
    from rclpy.node import Node

TRIES = 5
"""So often the node is asked, once for each of its diagnostics, before it is taken not to say."""

_MODE, _HOMOGRAPHY = "registration.mode", "registration.homography"


class RegistrationQuestion:
    """Reads the node's parameters of registration.

    Args:
        node: that asks.
        answer: given whether both cameras have one pixel frame, once the node has said so.
    """

    def __init__(self, node: Node, answer: Callable[[bool], None]) -> None:
        self._node = node
        self._answer = answer
        self._client: Client[Any, Any] | None = None
        self._tries = 0
        self._is_answered = False

    @property
    def is_over(self) -> bool:
        """Whether it is answered, or was asked in vain."""
        return self._is_answered or self._tries >= TRIES

    def ask(self, status_name: str) -> None:
        """Ask, where the service is there; to be called until it is over.

        Args:
            status_name: `NODE: …` of the node's diagnostics.
        """
        self._tries += 1
        name = status_name.partition(":")[0]
        if not name or self._is_answered:
            return
        if self._client is None:
            self._client = self._node.create_client(GetParameters, f"/{name}/get_parameters")
        if self._client.service_is_ready():
            future = self._client.call_async(GetParameters.Request(names=[_MODE, _HOMOGRAPHY]))
            future.add_done_callback(self._hear)

    def _hear(self, future: Any) -> None:
        values = future.result().values
        # A node that has no such parameters gives none, or values that are not set.
        if len(values) == 2 and not self._is_answered:
            self._is_answered = True
            given = {_MODE: values[0].string_value, _HOMOGRAPHY: tuple(values[1].double_array_value)}
            parameters = ParameterValues(SEGMENTATION_PARAMETERS, given)
            self._answer(camera_settings(parameters).registration.shares_frame)

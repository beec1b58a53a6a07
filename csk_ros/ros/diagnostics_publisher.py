"""A node's status on /diagnostics, every second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.clock import Clock, ClockType
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.qos_overriding_options import QoSOverridingOptions

from csk_ros.ros.clock_watch import ClockWatch
from csk_ros.ros.event_callbacks import PublisherWarnings
from csk_ros.ros.frame_warnings import FrameWarnings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rclpy.node import Node

PERIOD = 1.0
"""Seconds."""

_BY_SEVERITY = (DiagnosticStatus.STALE, DiagnosticStatus.OK, DiagnosticStatus.WARN, DiagnosticStatus.ERROR)
"""Stale is the least: that nothing comes is explained by a clock that stands."""


def status(
    name: str, hardware_id: str, level: bytes, message: str, values: Mapping[str, str]
) -> DiagnosticStatus:
    """Put a DiagnosticStatus together."""
    return DiagnosticStatus(
        level=level,
        name=name,
        message=message,
        hardware_id=hardware_id,
        values=[KeyValue(key=key, value=value) for key, value in values.items()],
    )


class DiagnosticsPublisher:
    """Publishes the status of a node every second, and at once where it is told to.

    Where simulated time is missing or stands still, the status adds that, and is at least a warning.

    Args:
        node: whose status it is.
        about: what of the node, for the status's name.
        report: makes the status of that name, as it is now.
    """

    def __init__(self, node: Node, about: str, report: Callable[[str], DiagnosticStatus]) -> None:
        self._node = node
        self._name = f"{node.get_fully_qualified_name().lstrip('/')}: {about}"
        self._report = report
        self._clock_watch = ClockWatch(node)
        self._warn = FrameWarnings(node).tell
        self._publisher = node.create_publisher(
            DiagnosticArray,
            "/diagnostics",
            10,
            qos_overriding_options=QoSOverridingOptions.with_default_policies(),
            event_callbacks=PublisherWarnings(),
        )
        # Steady: a paused simulation must not silence the diagnostics.
        node.create_timer(PERIOD, self.publish, clock=Clock(clock_type=ClockType.STEADY_TIME))

    def publish(self) -> None:
        """Publish the status as it is now."""
        report = self._report(self._name)
        trouble = self._clock_watch.trouble()
        if trouble is not None:
            level, text = trouble
            report.level = max(report.level, level, key=_BY_SEVERITY.index)
            report.message += f"; {text}"
        message = DiagnosticArray(status=[report])
        message.header.stamp = self._node.get_clock().now().to_msg()
        try:
            self._publisher.publish(message)
        except rclpy_implementation.RCLError as error:
            # Under backpressure: the next one comes within a second.
            self._warn("diagnostics", f"diagnostics not published: {error}")

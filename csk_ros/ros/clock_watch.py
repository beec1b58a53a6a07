"""Notice that a node's simulated time does not come, or stands still."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.clock import ROSClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.node import Node

PATIENCE = 2.0
"""Seconds that simulated time may stand still: a clock of 1 Hz is slow, and in order."""


class ClockWatch:
    """Holds the clock of a node against steady time, whenever it is asked.

    Args:
        node: whose clock it is.
        steady: says seconds of steady time.
    """

    def __init__(self, node: Node, steady: Callable[[], float] = time.monotonic) -> None:
        self._clock = node.get_clock()
        self._steady = steady
        self._shown = self._now()
        self._since = steady()

    def trouble(self) -> tuple[bytes, str] | None:
        """Say what is wrong with simulated time, with a level of diagnostics; None if nothing is."""
        shown, steady = self._now(), self._steady()
        if shown != self._shown:
            self._shown, self._since = shown, steady
        if shown is None:
            return None
        still = steady - self._since
        if shown == 0:
            return (
                DiagnosticStatus.ERROR,
                f"no time has come on /clock for {still:.0f} s, and use_sim_time is true",
            )
        if still >= PATIENCE:
            return (
                DiagnosticStatus.WARN,
                f"simulated time has stood still for {still:.0f} s",
            )
        return None

    def _now(self) -> int | None:
        """What simulated time it is (ns), 0 before the first; None where time is not simulated."""
        simulated = isinstance(self._clock, ROSClock) and self._clock.ros_time_is_active
        return int(self._clock.now().nanoseconds) if simulated else None

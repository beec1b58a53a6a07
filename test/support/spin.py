"""Wait for events on real ROS: spin until something is true, never sleep a guess."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.executors import Executor


def spin_until(executor: Executor, condition: Callable[[], bool], what: str, timeout: float = 30.0) -> None:
    """Spin `executor` until `condition()`; fail the test with `what` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not seen within {timeout} s: {what}")
        executor.spin_once(timeout_sec=0.05)

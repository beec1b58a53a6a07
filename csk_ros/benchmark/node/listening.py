"""An `Arrivals` node and what spins it, taken down in order."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import rclpy
from rclpy.executors import SingleThreadedExecutor

from csk_ros.benchmark.node.arrivals import Arrivals

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def listening(namespace: str = "/") -> Iterator[tuple[SingleThreadedExecutor, Arrivals]]:
    """Listen while the block lasts, whenever the executor is spun."""
    context = rclpy.Context()
    rclpy.init(context=context)
    executor = SingleThreadedExecutor(context=context)
    arrivals = Arrivals(context, namespace)
    executor.add_node(arrivals)
    try:
        yield executor, arrivals
    finally:
        # In this order and before the context: left to the interpreter's end they can crash it.
        executor.shutdown()
        arrivals.destroy_node()
        rclpy.shutdown(context=context)

"""A node that listens, and what spins it, taken down in order."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rclpy.context import Context

Listener = TypeVar("Listener", bound=Node)


@contextmanager
def listening(make_node: Callable[[Context], Listener]) -> Iterator[tuple[Listener, SingleThreadedExecutor]]:
    """Listen while the block lasts, whenever the executor is spun.

    Args:
        make_node: makes the listener, in a context of its own.
    """
    context = rclpy.Context()
    rclpy.init(context=context)
    try:
        listener = make_node(context)
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(listener)
        try:
            yield listener, executor
        finally:
            # In this order and before the context: left to the interpreter's end they can crash it.
            executor.shutdown()
            listener.destroy_node()
    finally:
        rclpy.shutdown(context=context)

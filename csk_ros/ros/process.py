"""The life of a node's process."""

from __future__ import annotations

import os
import re
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import rclpy
from rclpy.exceptions import NotInitializedException, ParameterException
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.logging import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.node import Node

N = TypeVar("N", bound="Node")


def run_node(
    make: Callable[[], N], start: Callable[[N], None] = lambda _: None, args: list[str] | None = None
) -> None:
    """Run a node until SIGINT or SIGTERM; both end it cleanly, with exit code 0.

    Arguments that ROS refuses and a parameter that the node does not take are logged in one line, and end the
    process with exit code 1.

    Args:
        make: makes the node.
        start: called with it before it is spun.
        args: the process's arguments, None for those of the command line.
    """
    try:
        rclpy.init(args=args)
    except (rclpy_implementation.RCLError, rclpy_implementation.UnknownROSArgsError) as error:
        unknown = isinstance(error, rclpy_implementation.UnknownROSArgsError)
        # Where in rcl's sources it came up helps nobody.
        reason = " ".join(re.sub(r",? at \S+:\d+", "", str(error)).split())
        get_logger("csk_ros").fatal(f"ROS does not know the arguments {reason}" if unknown else reason)
        raise SystemExit(1) from error
    # Around the cleaning up, too: Python may hear of a signal after the context has gone because of it.
    with suppress(KeyboardInterrupt, ExternalShutdownException):
        _run(make, start)
    _end_beside_threads()


def _end_beside_threads() -> None:
    """End the process at once if threads are left that cannot be interrupted.

    One that exports or compiles a model, or hangs in the network, computes on in native code, and crashes
    when the interpreter takes itself down around it.
    """
    # Of this very type: those that libraries make in C++ are known under another one.
    left = [thread for thread in threading.enumerate() if type(thread) is threading.Thread and thread.daemon]
    if left:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _run(make: Callable[[], N], start: Callable[[N], None]) -> None:
    node: N | None = None
    try:
        # Before the node, which takes seconds to make: one made while a signal comes complains on Jazzy.
        executor = SingleThreadedExecutor()
        node = make()
        start(node)
        executor.add_node(node)
        executor.spin()
    except ParameterException as error:
        get_logger("csk_ros").fatal(str(error))
        raise SystemExit(1) from error
    except (NotInitializedException, rclpy_implementation.RCLError):
        # A signal takes the context away at once, whatever is being made just then.
        if rclpy.ok():
            raise
    finally:
        if node is not None:
            node.destroy_node()
        try:
            rclpy.try_shutdown()
        except rclpy_implementation.RCLError:
            # On Jazzy: a signal took the context away between its question and its call.
            if rclpy.ok():
                raise

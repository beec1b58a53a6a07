"""The nodes' ways in: begun before their imports, which take seconds, may fail and may be interrupted."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


def segmentation_node() -> int:
    """Run the segmentation node, see `run_node_module`."""
    return run_node_module("csk_ros.node.segmentation_node")


def semantic_points_node() -> int:
    """Run the semantic points node, see `run_node_module`."""
    return run_node_module("csk_ros.points.semantic_points_node")


def run_node_module(module: str) -> int:
    """Import a node's module and call its `main`.

    Returns:
        The exit code: 0 after SIGINT, whenever it comes; 2 if a package is missing, after a line that says
        what to do.
    """
    try:
        with ctrl_c_ends_at_once(0):
            main = import_module(module).main
        main()
    except KeyboardInterrupt:
        # Before rclpy listens to it.
        return 0
    except ModuleNotFoundError as error:
        print(missing_package(error), file=sys.stderr)
        return 2
    return 0


def missing_package(error: ModuleNotFoundError) -> str:
    """Say which package is missing, and how to get it.

    Raises:
        ModuleNotFoundError: the error itself, if it is a module of ours that is missing.
    """
    if error.name is None or error.name.partition(".")[0] == "csk_ros":
        raise error
    return (
        f"csk_ros: {error}. Source ROS 2 if there is one, and activate the .venv that scripts/setup.sh "
        f"makes; this Python is {sys.executable}"
    )


@contextmanager
def ctrl_c_ends_at_once(code: int, last_words: str = "") -> Iterator[None]:
    """Let SIGINT end the process without an exception: libraries that are half imported cannot take one.

    Args:
        code: the exit code.
        last_words: for stderr.
    """

    def end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - what a handler gets
        os.write(sys.stderr.fileno(), last_words.encode())
        os._exit(code)

    before = signal.getsignal(signal.SIGINT)
    # Another one is somebody's choice: it is ignored in the background of a shell, for instance.
    is_ours = before is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if is_ours:
        signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, before)

"""A node that is played to: wait until it listens, play, and look on while it works."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from csk_ros.recording.fault import CAMERAS
from csk_ros.replay.replay_node import TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from rclpy.executors import Executor
    from rclpy.node import Node

    from csk_ros.live.node_process import NodeProcess
    from csk_ros.live.seen import SeenDiagnostics
    from csk_ros.replay.replay_node import ReplayNode

ERROR, STALE = 2, 3
"""Levels of diagnostic_msgs/DiagnosticStatus; STALE: the node is active and has seen no frame."""

START_PATIENCE = 180.0
"""Seconds that the node may take to load its model; a cold disk or a busy machine takes long."""

POLL = 0.05


class NotReadyError(Exception):
    """The node did not come to listen; the message says what was expected and what came."""


class Rehearsal:
    """Spins a listener beside the node's process.

    Args:
        node: running, or starting.
        executor: with the listener in it.
    """

    def __init__(self, node: NodeProcess, executor: Executor) -> None:
        self._node = node
        self._executor = executor

    def spin(self) -> None:
        """Let the listener hear what has come.

        Raises:
            NodeDiedError: the node has ended.
        """
        self._executor.spin_once(timeout_sec=POLL)
        self._node.check()

    def spin_until(self, condition: Callable[[], bool], patience: float) -> bool:
        """Spin until the condition holds; False if it does not within so many seconds.

        Raises:
            NodeDiedError: the node has ended.
        """
        deadline = time.monotonic() + patience
        while not condition():
            if time.monotonic() > deadline:
                return False
            self.spin()
        return True

    def wait_until_ready(
        self, listener: Node, status: Callable[[], SeenDiagnostics | None], *, listeners: int
    ) -> None:
        """Wait for the node's own word that it has a model and listens, and until both cameras are heard.

        Args:
            listener: asked how many subscribe to the cameras.
            status: the node's newest.
            listeners: so many of each camera there will be, the node among them.

        Raises:
            NodeDiedError: the node has ended.
            NotReadyError: it says that something is wrong, or does not come to listen in time.
        """
        since = time.monotonic_ns()

        def is_ready() -> bool:
            word = status()
            if word is not None and word.level == ERROR:
                raise NotReadyError(f"the node says: {word.message}\n{self._node.log_tail()}")
            heard = all(listener.count_subscribers(TOPICS[camera]) >= listeners for camera in CAMERAS)
            return heard and word is not None and word.level == STALE and word.time > since

        if not self.spin_until(is_ready, START_PATIENCE):
            raise NotReadyError(
                f"the node did not become active within {START_PATIENCE:g} s:\n{self._node.log_tail()}"
            )


@contextmanager
def playing(replay: ReplayNode) -> Iterator[Future[None]]:
    """Play in a thread until the end or until the block is left."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="replay") as pool:
        try:
            yield pool.submit(replay.play)
        finally:
            replay.stop()

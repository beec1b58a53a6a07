"""The node's process, watched by a listener: wait until it is ready, look on, wait until it is done."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from csk_ros.live.node_process import NotReadyError
from csk_ros.recording.topics import TOPICS
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.executors import Executor

    from csk_ros.live.node_process import NodeProcess
    from csk_ros.live.seen import SeenDiagnostics
    from csk_ros.live.status_listener import StatusListener

ERROR, STALE = 2, 3
"""Levels of diagnostic_msgs/DiagnosticStatus; STALE: the node is active and has seen no frame."""

START_PATIENCE = 180.0
"""Seconds that the node may take to load its model; a cold disk or a busy machine takes long."""

POLL = 0.05


class NodeWatch:
    """Spins a listener beside the node's process.

    Args:
        node: running, or starting.
        listener: hears it.
        executor: with the listener in it.
    """

    def __init__(self, node: NodeProcess, listener: StatusListener, executor: Executor) -> None:
        self._node = node
        self._listener = listener
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

    def wait_until_ready(self, *, listeners: int) -> None:
        """Wait for the node's own word that it has a model and listens, and until both cameras are heard.

        Args:
            listeners: so many of each camera there will be, the node among them.

        Raises:
            NodeDiedError: the node has ended.
            NotReadyError: it says that something is wrong, or does not come to listen in time.
        """
        since = time.monotonic_ns()

        def is_ready() -> bool:
            word = self._listener.status
            if word is not None and word.level == ERROR:
                raise NotReadyError(f"the node says: {word.message}\n{self._node.log_tail()}")
            heard = all(self._listener.count_subscribers(TOPICS[camera]) >= listeners for camera in STREAMS)
            return heard and word is not None and word.level == STALE and word.time > since

        if not self.spin_until(is_ready, START_PATIENCE):
            raise NotReadyError(
                f"the node did not become active within {START_PATIENCE:g} s:\n{self._node.log_tail()}"
            )

    def wait_until_settled(self, is_done: Callable[[SeenDiagnostics], bool], patience: float) -> bool:
        """Wait until the node accounts for every thermal frame, and what else is asked for is so.

        Args:
            is_done: of a status that came after the call; whether nothing else is missing.
            patience: seconds.

        Returns:
            Whether it came to that in time.

        Raises:
            NodeDiedError: the node has ended.
        """
        since = time.monotonic_ns()

        def is_settled() -> bool:
            word = self._listener.status
            return word is not None and word.time > since and not word.counts.unaccounted and is_done(word)

        return self.spin_until(is_settled, patience)

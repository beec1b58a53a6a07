"""One run of the demo: the node in its process, the replay in a thread, the recorder on the topics."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import rclpy
from rclpy.executors import SingleThreadedExecutor

from csk_ros.demo.node_counts import NodeCounts
from csk_ros.demo.recorder import Recorder
from csk_ros.replay.replay_node import TOPICS, ReplayNode
from csk_ros.replay.settings import ReplaySettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future

    from rclpy.context import Context

    from csk_ros.demo.node_process import NodeProcess
    from csk_ros.demo.record import Record
    from csk_ros.evaluation.confusion import Confusion
    from csk_ros.mode import Mode
    from csk_ros.recording.faults import FaultScript
    from csk_ros.recording.recording import Recording

STALE = 3
"""Level of diagnostic_msgs/DiagnosticStatus: the node is active and has seen no frame."""

ERROR = 2

START_PATIENCE = 90.0
"""Seconds that the node may take to load its model; a cold disk takes long."""

SETTLE_PATIENCE = 10.0
"""Seconds after the replay until the last frames are labelled and counted."""

_POLL = 0.05


class DemoError(Exception):
    """The demo did not come about; the message says what was expected and what came."""


class Performance:
    """Plays a recording to the node and records what comes out.

    Args:
        node: running, or starting.
        recording: what to play.
        script: the faults to lay over it.
        agreement: filled with what labels and ground truth have in common.
        show: told the record and the seconds that have been played, some times a second.
    """

    def __init__(
        self,
        node: NodeProcess,
        recording: Recording,
        script: FaultScript,
        agreement: Mapping[Mode, Confusion],
        show: Callable[[Record, float], None],
    ) -> None:
        self._node = node
        self._recording = recording
        self._script = script
        self._agreement = agreement
        self._show = show

    def run(self) -> Record:
        """Run to the end.

        Raises:
            DemoError: the node did not become active, or published nothing.
            NodeDiedError: the node ended.
            RecordingError: the recording turned out to be damaged.
        """
        context = rclpy.Context()
        rclpy.init(context=context)
        try:
            recorder = Recorder(context, self._agreement)
            try:
                self._run(context, recorder)
            finally:
                record = recorder.finish()
                recorder.destroy_node()
        finally:
            rclpy.shutdown(context=context)
        if not record.labels:
            raise DemoError(f"the node published no labels:\n{self._node.log_tail()}")
        return record

    def _run(self, context: Context, recorder: Recorder) -> None:
        replay = ReplayNode(self._recording, self._script, ReplaySettings(), context=context)
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(recorder)
        try:
            self._wait_until_ready(executor, recorder)
            with _playing(replay) as played:
                while not played.done():
                    self._spin(executor)
                    self._show(recorder.record, replay.progress.position)
                played.result()
            recorder.record.ended = time.monotonic_ns()
            self._wait_until_settled(executor, recorder.record)
        finally:
            # In this order and before the context: left to the interpreter's end they can crash it.
            executor.shutdown()
            replay.destroy_node()

    def _wait_until_ready(self, executor: SingleThreadedExecutor, recorder: Recorder) -> None:
        """Wait for the node's own word that it has a model and listens, and until both cameras are heard."""
        since = time.monotonic_ns()

        def is_ready() -> bool:
            status = recorder.record.diagnostics
            if status is not None and status.level == ERROR:
                raise DemoError(f"the node says: {status.message}\n{self._node.log_tail()}")
            heard = all(recorder.count_subscribers(TOPICS[camera]) >= 2 for camera in ("rgb", "thermal"))
            return heard and status is not None and status.level == STALE and status.time > since

        if not self._spin_until(executor, is_ready, START_PATIENCE):
            raise DemoError(
                f"the node did not become active within {START_PATIENCE:g} s:\n{self._node.log_tail()}"
            )

    def _wait_until_settled(self, executor: SingleThreadedExecutor, record: Record) -> None:
        """Wait until diagnostics account for every frame and every output has arrived."""
        ended = record.ended

        def is_settled() -> bool:
            status = record.diagnostics
            if status is None or ended is None or status.time <= ended:
                return False
            counts = NodeCounts.from_values(status.values)
            return counts.unaccounted == 0 and counts.outputs <= len(record.labels)

        self._spin_until(executor, is_settled, SETTLE_PATIENCE)

    def _spin_until(
        self, executor: SingleThreadedExecutor, condition: Callable[[], bool], patience: float
    ) -> bool:
        deadline = time.monotonic() + patience
        while not condition():
            if time.monotonic() > deadline:
                return False
            self._spin(executor)
        return True

    def _spin(self, executor: SingleThreadedExecutor) -> None:
        executor.spin_once(timeout_sec=_POLL)
        self._node.check()


@contextmanager
def _playing(replay: ReplayNode) -> Iterator[Future[None]]:
    """Play in a thread until the end or until the block is left."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="replay") as pool:
        try:
            yield pool.submit(replay.play)
        finally:
            replay.stop()

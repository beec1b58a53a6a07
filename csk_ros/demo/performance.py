"""One run of the demo: the node in its process, the replay in a thread, the recorder on the topics."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import rclpy
from rclpy.executors import SingleThreadedExecutor

from csk_ros.demo.recorder import Recorder
from csk_ros.live.node_counts import NodeCounts
from csk_ros.live.rehearsal import Rehearsal, playing
from csk_ros.replay.replay_node import ReplayNode
from csk_ros.replay.settings import ReplaySettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rclpy.context import Context

    from csk_ros.demo.record import Record
    from csk_ros.evaluation.metrics.confusion import Confusion
    from csk_ros.live.node_process import NodeProcess
    from csk_ros.mode import Mode
    from csk_ros.recording.faults import FaultScript
    from csk_ros.recording.recording import Recording

SETTLE_PATIENCE = 10.0
"""Seconds after the replay until the last frames are labelled and counted."""


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
            DemoError: the node published nothing.
            NodeDiedError: the node ended.
            NotReadyError: the node did not become active.
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
        rehearsal = Rehearsal(self._node, executor)
        try:
            rehearsal.wait_until_ready(recorder, lambda: recorder.record.diagnostics, listeners=2)
            with playing(replay) as played:
                while not played.done():
                    rehearsal.spin()
                    self._show(recorder.record, replay.progress.position)
                played.result()
            recorder.record.ended = time.monotonic_ns()
            self._wait_until_settled(rehearsal, recorder.record)
        finally:
            # In this order and before the context: left to the interpreter's end they can crash it.
            executor.shutdown()
            replay.destroy_node()

    def _wait_until_settled(self, rehearsal: Rehearsal, record: Record) -> None:
        """Wait until diagnostics account for every frame and every output has arrived."""
        ended = record.ended

        def is_settled() -> bool:
            status = record.diagnostics
            if status is None or ended is None or status.time <= ended:
                return False
            counts = NodeCounts.from_values(status.values)
            return counts.unaccounted == 0 and counts.outputs <= len(record.labels)

        rehearsal.spin_until(is_settled, SETTLE_PATIENCE)

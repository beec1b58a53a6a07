"""One run of the demo: the node in its process, the replay in a thread, the recorder on the topics."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from csk_ros.demo.recorder import Recorder
from csk_ros.live.listening import listening
from csk_ros.live.node_watch import NodeWatch
from csk_ros.live.playing import playing
from csk_ros.replay.replay_node import ReplayNode
from csk_ros.replay.settings import ReplaySettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from csk_ros.demo.record import Record
    from csk_ros.evaluation.metrics.confusion import Confusion
    from csk_ros.live.node_process import NodeProcess
    from csk_ros.mode import Mode
    from csk_ros.recording.fault_script import FaultScript
    from csk_ros.recording.recording import Recording

SETTLE_PATIENCE = 10.0
"""Seconds after the replay until the last frames are labelled and counted."""


class DemoError(Exception):
    """The demo did not come about; the message says what was expected and what came."""


class DemoRun:
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
        with listening(partial(Recorder, agreement=self._agreement)) as (recorder, executor):
            try:
                self._run(NodeWatch(self._node, recorder, executor), recorder)
            finally:
                record = recorder.finish()
        if not record.labels:
            raise DemoError(f"the node published no labels:\n{self._node.log_tail()}")
        return record

    def _run(self, watch: NodeWatch, recorder: Recorder) -> None:
        record = recorder.record
        replay = ReplayNode(self._recording, self._script, ReplaySettings(), context=recorder.context)
        try:
            watch.wait_until_ready(listeners=2)
            with playing(replay) as played:
                while not played.done():
                    watch.spin()
                    self._show(record, replay.progress.position)
                played.result()
            record.ended = time.monotonic_ns()
            record.node_log = self._node.log.read_text(encoding="utf-8", errors="replace")
            watch.wait_until_settled(
                lambda status: status.counts.outputs <= len(record.labels), SETTLE_PATIENCE
            )
        finally:
            replay.destroy_node()

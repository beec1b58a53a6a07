"""One soak: the node in its process, the cameras in a thread, samples and the listener in the main one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from csk_ros.live.listening import listening
from csk_ros.live.node_process import NodeDiedError
from csk_ros.live.node_watch import NodeWatch
from csk_ros.live.playing import playing
from csk_ros.live.process_sample import sample_process
from csk_ros.replay.replay_node import ReplayNode
from csk_ros.replay.settings import ReplaySettings
from csk_ros.soak.listener import Listener
from csk_ros.soak.observation import Observation
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.live.node_process import NodeProcess
    from csk_ros.live.seen import SeenDiagnostics
    from csk_ros.recording.fault_script import FaultScript
    from csk_ros.recording.recording import Recording

SETTLE_PATIENCE = 30.0
"""Seconds after the cameras until the last frames are labelled and counted."""

SAMPLE_PERIOD = 1.0
FEWEST_SAMPLES = 50
"""A short run is sampled more often, so that its quarters say something."""

_FACTS = ("model", "device", "decoder")


class SoakError(Exception):
    """The soak did not come about; the message says what was expected and what came."""


class SoakRun:
    """Plays a recording to the node, again and again, and looks on.

    Args:
        node: running, or starting.
        recording: one round.
        script: the faults of a round.
        seconds: how long.
        show: told what has been seen, after each sample.
    """

    def __init__(
        self,
        node: NodeProcess,
        recording: Recording,
        script: FaultScript,
        seconds: float,
        show: Callable[[Observation], None],
    ) -> None:
        self._node = node
        self._recording = recording
        self._script = script
        self._show = show
        self._period = min(SAMPLE_PERIOD, seconds / FEWEST_SAMPLES)
        self._observation = Observation(seconds)

    def run(self) -> Observation:
        """Run to the end, the planned one or the node's.

        Raises:
            NodeDiedError: the node ended before the cameras began.
            NotReadyError: the node did not become active.
            SoakError: the cameras stopped before their time.
        """
        with listening(Listener) as (listener, executor):
            settings = ReplaySettings(loop=True, fresh_stamps=True)
            replay = ReplayNode(self._recording, self._script, settings, context=listener.context)
            try:
                self._run(NodeWatch(self._node, listener, executor), listener, replay)
            finally:
                replay.destroy_node()
        return self._observation

    def _run(self, watch: NodeWatch, listener: Listener, replay: ReplayNode) -> None:
        watch.wait_until_ready(listeners=1)
        try:
            self._play(watch, listener, replay)
            self._wait_until_settled(watch, listener)
        except NodeDiedError as error:
            self._observation.death = str(error)
        self._note(listener, replay)

    def _play(self, watch: NodeWatch, listener: Listener, replay: ReplayNode) -> None:
        """Let the cameras run for the planned time, and sample the node."""
        observation = self._observation
        began = time.monotonic()
        due = self._period
        with playing(replay) as played:
            while observation.seconds < observation.planned:
                watch.spin()
                observation.seconds = time.monotonic() - began
                if played.done():
                    played.result()
                    raise SoakError("the recording ended, expected one that begins anew")
                if observation.seconds >= due:
                    # Not one after the other to make up for those that were missed.
                    due = max(due + self._period, observation.seconds)
                    self._sample(listener, replay)

    def _sample(self, listener: Listener, replay: ReplayNode) -> None:
        observation = self._observation
        try:
            sample = sample_process(self._node.pid, observation.seconds)
        except ProcessLookupError:
            # A process has lost its memory a moment before its end can be told: the next check will.
            return
        observation.samples.append(sample)
        self._note(listener, replay)
        self._show(observation)

    def _note(self, listener: Listener, replay: ReplayNode) -> None:
        """Bring the figures of listener and cameras over."""
        observation = self._observation
        observation.sent = dict(replay.progress.published)
        observation.labels = listener.labels
        observation.latency = listener.latency
        if listener.status is None:
            return
        values = listener.status.values
        observation.counts = listener.status.counts
        observation.facts = {name: values[name] for name in _FACTS if name in values}
        if "latency.p50" in values:
            p50, p95 = (listener.status.milliseconds(f"latency.{p}") for p in ("p50", "p95"))
            observation.own_latency.append((p50, p95))

    def _wait_until_settled(self, watch: NodeWatch, listener: Listener) -> None:
        """Wait until the node misses both cameras, accounts for every frame, and all labels are here."""

        def is_done(status: SeenDiagnostics) -> bool:
            return all(map(status.misses, STREAMS)) and status.counts.outputs == listener.labels

        self._observation.settled = watch.wait_until_settled(is_done, SETTLE_PATIENCE)

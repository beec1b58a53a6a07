"""One soak: the node in its process, the cameras in a thread, samples and the listener in the main one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import rclpy
from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.executors import SingleThreadedExecutor

from csk_ros.demo.node_counts import NodeCounts
from csk_ros.demo.node_process import NodeDiedError
from csk_ros.recording.fault import CAMERAS
from csk_ros.replay.replay_node import TOPICS, ReplayNode
from csk_ros.replay.settings import ReplaySettings
from csk_ros.soak.listener import Listener
from csk_ros.soak.observation import Observation
from csk_ros.soak.process_sample import sample_process
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from rclpy.context import Context

    from csk_ros.recording.faults import FaultScript
    from csk_ros.recording.recording import Recording
    from csk_ros.soak.soaked_node import SoakedNode

START_PATIENCE = 180.0
"""Seconds that the node may take to load its model; a cold disk or a busy machine takes long."""

SETTLE_PATIENCE = 30.0
"""Seconds after the cameras until the last frames are labelled and counted."""

SAMPLE_PERIOD = 1.0
FEWEST_SAMPLES = 50
"""A short run is sampled more often, so that its quarters say something."""

_POLL = 0.05

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
        node: SoakedNode,
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
            SoakError: the node did not become active.
        """
        context = rclpy.Context()
        rclpy.init(context=context)
        try:
            listener = Listener(context)
            try:
                self._run(context, listener)
            finally:
                listener.destroy_node()
        finally:
            rclpy.shutdown(context=context)
        return self._observation

    def _run(self, context: Context, listener: Listener) -> None:
        settings = ReplaySettings(loop=True, fresh_stamps=True)
        replay = ReplayNode(self._recording, self._script, settings, context=context)
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(listener)
        try:
            self._wait_until_ready(executor, listener)
            try:
                self._play(executor, listener, replay)
                self._wait_until_settled(executor, listener)
            except NodeDiedError as error:
                self._observation.death = str(error)
            self._note(listener, replay)
        finally:
            # In this order and before the context: left to the interpreter's end they can crash it.
            executor.shutdown()
            replay.destroy_node()

    def _play(self, executor: SingleThreadedExecutor, listener: Listener, replay: ReplayNode) -> None:
        """Let the cameras run for the planned time, and sample the node."""
        observation = self._observation
        began = time.monotonic()
        due = self._period
        with _playing(replay) as played:
            while observation.seconds < observation.planned:
                self._spin(executor)
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
        observation.counts = NodeCounts.from_values(values)
        observation.facts = {name: values[name] for name in _FACTS if name in values}
        if "latency.p50" in values:
            p50, p95 = (float(values[f"latency.{p}"].removesuffix(" ms")) for p in ("p50", "p95"))
            observation.own_latency.append((p50, p95))

    def _wait_until_ready(self, executor: SingleThreadedExecutor, listener: Listener) -> None:
        """Wait for the node's own word that it has a model and listens, and until both cameras are heard."""

        def is_ready() -> bool:
            status = listener.status
            if status is not None and status.level == ord(DiagnosticStatus.ERROR):
                raise SoakError(f"the node says: {status.message}\n{self._node.log_tail()}")
            heard = all(listener.count_subscribers(TOPICS[camera]) for camera in CAMERAS)
            return heard and status is not None and status.level == ord(DiagnosticStatus.STALE)

        if not self._spin_until(executor, is_ready, START_PATIENCE):
            raise SoakError(
                f"the node did not become active within {START_PATIENCE:g} s:\n{self._node.log_tail()}"
            )

    def _wait_until_settled(self, executor: SingleThreadedExecutor, listener: Listener) -> None:
        """Wait until the node misses both cameras, accounts for every frame, and all labels are here."""
        ended = time.monotonic_ns()

        def is_settled() -> bool:
            status = listener.status
            if status is None or status.time <= ended:
                return False
            counts = NodeCounts.from_values(status.values)
            gone = all(status.values.get(f"{camera}.state") == Health.MISSING.value for camera in CAMERAS)
            return gone and counts.unaccounted == 0 and counts.outputs == listener.labels

        self._observation.settled = self._spin_until(executor, is_settled, SETTLE_PATIENCE)

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
    """Play in a thread until the block is left."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="replay") as pool:
        try:
            yield pool.submit(replay.play)
        finally:
            replay.stop()

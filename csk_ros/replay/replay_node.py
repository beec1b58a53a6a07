"""The node that plays a recording on real topics, at its own pace."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from rclpy.clock import Clock, ClockType
from rclpy.duration import Duration
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rclpy.qos_overriding_options import QoSOverridingOptions
from rosgraph_msgs.msg import Clock as ClockMessage
from sensor_msgs.msg import Image

from csk_ros.messages.stamp_message import to_stamp
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.topics import TOPICS
from csk_ros.replay.pace import Pace
from csk_ros.replay.progress import Progress
from csk_ros.replay.read_ahead import ReadAhead
from csk_ros.replay.schedule import PassBegin, PassEnd, ScheduledImage, schedule
from csk_ros.replay.settings import ReplaySettings

if TYPE_CHECKING:
    from rclpy.context import Context

    from csk_ros.recording.recording import Recording

READ_AHEAD = 16
"""Messages that may wait: a quarter of a second of two cameras at 30 Hz, some 12 MB of 640x480."""

FLUSH = 4.0
"""Seconds that reliable subscribers may take for the last pictures: DDS asks them at least every 3 s."""

_POLL = 0.02


class ReplayNode(Node):
    """Publishes the pictures of a recording when they are due.

    `play` blocks: it belongs in a thread of its own while an executor spins the node, which sends /clock.

    Args:
        recording: what to play.
        script: faults to lay over it.
        settings: speed, loop, stamps, /clock.
        context: of rclpy, for tests.
    """

    def __init__(
        self,
        recording: Recording,
        script: FaultScript | None = None,
        settings: ReplaySettings | None = None,
        *,
        context: Context | None = None,
    ) -> None:
        super().__init__("replay", context=context)
        self._recording = recording
        self._script = script or FaultScript()
        self._settings = settings or ReplaySettings()
        self._stop = threading.Event()
        self._pace: Pace | None = None
        self.progress = Progress(published=dict.fromkeys(recording.counts, 0))
        # Reliable offers suit reliable and best-effort subscribers alike.
        quality = QoSProfile(depth=10, reliability=ReliabilityPolicy.RELIABLE)
        overridable = QoSOverridingOptions.with_default_policies()
        self._publishers_of = {
            stream: self.create_publisher(Image, TOPICS[stream], quality, qos_overriding_options=overridable)
            for stream in recording.counts
        }
        if self._settings.clock_rate:
            self._clock_publisher = self.create_publisher(ClockMessage, "/clock", 10)
            # By the steady clock: this node makes the time of the others and must not wait for it.
            self._clock_timer = self.create_timer(
                1 / self._settings.clock_rate, self._send_clock, clock=Clock(clock_type=ClockType.STEADY_TIME)
            )

    def play(self) -> None:
        """Publish the whole recording; return at its end, or soon after `stop`.

        Raises:
            RecordingError: the recording turned out to be damaged.
        """
        try:
            self._play()
            self._flush()
        except rclpy_implementation.RCLError:
            # A signal takes the context away under the feet of this thread; that is an end, not an error.
            if self.context.ok():
                raise

    def stop(self) -> None:
        """Make `play` return; from any thread, before or while it runs."""
        self._stop.set()

    def _play(self) -> None:
        scheduled = schedule(self._recording, self._script, loop=self._settings.loop)
        resume = 0
        with ReadAhead(scheduled, READ_AHEAD, self._stop) as ahead:
            self._wait_for_subscribers()
            for item in ahead:
                if isinstance(item, PassBegin):
                    self._pace = pace = self._begin(item.time, max(resume, time.monotonic_ns()))
                elif isinstance(item, PassEnd):
                    resume = pace.due(item.time)
                    self.progress.position = (item.time - pace.first) / 1e9
                elif self._wait_until(pace.due(item.time)):
                    self._publish(item, pace)
        self._pace = None

    def _begin(self, first: int, began: int) -> Pace:
        self.progress.passes += 1
        self.progress.position = 0.0
        self._wait_until(began)
        fresh = time.time_ns() if self._settings.fresh_stamps else None
        return Pace(first, began, self._settings.speed, fresh)

    def _publish(self, image: ScheduledImage, pace: Pace) -> None:
        image.message.header.stamp = to_stamp(pace.stamp(image.stamp))
        try:
            self._publishers_of[image.stream].publish(image.message)
        except rclpy_implementation.RCLError as error:
            # A reliable subscriber that does not keep up can block the middleware until it gives up on a
            # picture: the others must go on.
            if not self.context.ok():
                raise
            self.progress.failed += 1
            self.get_logger().warning(f"{image.stream} picture not sent: {error}", throttle_duration_sec=5.0)
        else:
            self.progress.published[image.stream] += 1
        self.progress.position = (image.time - pace.first) / 1e9

    def _send_clock(self) -> None:
        pace = self._pace
        if pace is None:
            return
        now = pace.stamp(pace.time_at(time.monotonic_ns()))
        try:
            self._clock_publisher.publish(ClockMessage(clock=to_stamp(now)))
        except rclpy_implementation.RCLError as error:
            if self.context.ok():
                self.get_logger().warning(f"/clock not sent: {error}", throttle_duration_sec=5.0)

    def _wait_until(self, due: int) -> bool:
        """Wait for a moment of the monotonic clock; False if stopped before."""
        return not self._stop.wait(max(0, due - time.monotonic_ns()) / 1e9)

    def _wait_for_subscribers(self) -> None:
        deadline = time.monotonic() + self._settings.subscriber_timeout
        cameras = [p for stream, p in self._publishers_of.items() if stream != "labels"]
        enough = self._settings.subscribers
        while lonely := tuple(p.topic_name for p in cameras if p.get_subscription_count() < enough):
            self.progress.lonely = lonely
            if time.monotonic() >= deadline:
                break
            if self._stop.wait(_POLL):
                return
        self.progress.lonely = ()
        if lonely and self._settings.subscriber_timeout:
            self.get_logger().warning(
                f"fewer than {enough} subscribed to {' and '.join(lonely)} within "
                f"{self._settings.subscriber_timeout:g} s, beginning without them"
            )

    def _flush(self) -> None:
        """Let reliable subscribers get the last pictures before the publishers go."""
        if self._stop.is_set():
            return
        deadline = time.monotonic() + FLUSH
        for stream, publisher in self._publishers_of.items():
            left = max(0.0, deadline - time.monotonic())
            if not publisher.wait_for_all_acked(Duration(seconds=left)):
                self.get_logger().warning(f"a subscriber of {stream} has not got the last pictures")

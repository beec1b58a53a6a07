"""One activation of the segmentation node without its ROS: messages in, jobs out, the mode followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.messages.image_error import ImageError
from csk_ros.stream.drop_reasons import NO_CLOCK
from csk_ros.stream.fallback import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.inference.camera_inputs import CameraInputs
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.stream.frame import Frame, Stream
    from csk_ros.stream.stream_pipeline import Job, StreamPipeline, StreamSettings


NOT_ACTIVE = Decision(None, "not active")
"""What is in force before the first beginning, and after the end."""

DISABLED = Decision(None, "disabled")
"""What is in force during a pause."""


class SegmentationSession:
    """Checks messages, pairs their frames and hands out jobs; its driver has the clock and the threads.

    After every call `deadline` is the time at which `advance` has to be called if nothing arrives before.
    Times are in nanoseconds of the driver's clock, None while it has none: simulated time has not begun.
    Not thread-safe.

    Args:
        pipeline: which decides.
        inputs: what is known of the cameras.
        submit: given every job at the time at which it is owed.
        warn: given the kind of a problem with a message, and a sentence.
        mode_changed: given the mode in force and the time after mode or reason have changed.
    """

    def __init__(
        self,
        pipeline: StreamPipeline[ReceivedImage],
        inputs: CameraInputs,
        submit: Callable[[Job[ReceivedImage], int], None],
        *,
        warn: Callable[[str, str], None] = lambda _kind, _text: None,
        mode_changed: Callable[[Decision, int | None], None] = lambda _decision, _now: None,
    ) -> None:
        self.pipeline = pipeline
        self._inputs = inputs
        self._submit = submit
        self._warn = warn
        self._mode_changed = mode_changed
        self._begun = False
        self._paused = False
        self.in_force = NOT_ACTIVE
        """The mode in force, as `mode_changed` has been told."""
        self.skew: int | None = None
        """RGB stamp minus thermal stamp of the newest job in ns; None unless it is fused."""

    @property
    def deadline(self) -> int | None:
        """When `advance` has something to do if nothing arrives before; None if never."""
        return None if self._paused else self.pipeline.deadline()

    def begin_anew(self) -> None:
        """Forget what was, but for the counts, and end a pause; time begins with the next call."""
        self._begun = self._paused = False

    def pause(self, now: int | None) -> None:
        """Have no mode in force and nothing due until `begin_anew`; no message may be given meanwhile."""
        self._paused = True
        self._report(DISABLED, now)

    def change_settings(self, settings: StreamSettings, now: int | None) -> None:
        """Let new settings count at once, also for what waits."""
        self.pipeline.settings = settings
        self.advance(now)

    def receive(self, stream: Stream, message: Any, now: int | None) -> Frame[ReceivedImage] | None:
        """Take in an image message of a camera.

        Returns:
            The frame that it became; None for a message that is counted and reported as refused.
        """
        if now is None:
            self.pipeline.refuse(stream, NO_CLOCK)
            self._warn(NO_CLOCK, f"{stream} frame dropped: use_sim_time is true, and no time comes on /clock")
            self._lose_time()
            return None
        self._begin_once(now)
        try:
            frame = self._inputs.frame(message, stream)
        except ImageError as error:
            self.pipeline.refuse(stream, error.reason)
            self._warn(f"{stream} {error.reason}", f"{stream} frame ignored: {error}")
            self.advance(now)
            return None
        add = self.pipeline.add_rgb if stream == "rgb" else self.pipeline.add_thermal
        self._hand_out(add(frame, now), now)
        return frame

    def advance(self, now: int | None) -> None:
        """Do what is due at this time although nothing has arrived."""
        if self._paused:
            return
        if now is None:
            self._lose_time()
            return
        self._begin_once(now)
        self._hand_out(self.pipeline.advance(now), now)

    def _lose_time(self) -> None:
        """Forget what was: no frame can be kept for a time that there is not."""
        if self._begun:
            self.pipeline.begin(0)
            self._begun = False
        self._report(Decision(None, NO_CLOCK), None)

    def _begin_once(self, now: int) -> None:
        """Begin with the first time that is known: simulated time may come long after the activation."""
        if not self._begun:
            self.pipeline.begin(now)
            self._begun = True

    def _hand_out(self, jobs: list[Job[ReceivedImage]], now: int) -> None:
        while jobs:
            # Popped: this list must not keep a frame alive that is done.
            job = jobs.pop(0)
            self.skew = job.skew
            self._submit(job, now)
        self._report(self.pipeline.in_force, now)

    def _report(self, in_force: Decision, now: int | None) -> None:
        if in_force != self.in_force:
            self.in_force = in_force
            self._mode_changed(in_force, now)

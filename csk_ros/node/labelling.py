"""One activation of the node: what a session needs of ROS, its clock, timer, log and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.messages.colour_converter import colour_converter
from csk_ros.node.diagnostics import Snapshot
from csk_ros.node.duration_window import DurationWindow
from csk_ros.node.outputs import Origin, Outputs
from csk_ros.node.worker import Worker
from csk_ros.parameters.stream_settings import stream_settings
from csk_ros.ros.frame_warnings import FrameWarnings
from csk_ros.session.segmentation_session import DISABLED, NOT_ACTIVE, SegmentationSession
from csk_ros.stream.stream_pipeline import AWAITED, StreamPipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.lifecycle import LifecycleNode
    from rclpy.timer import Timer

    from csk_ros.inference.camera_inputs import CameraInputs
    from csk_ros.inference.segmenter import Segmenter
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.ros.declared_parameters import DeclaredParameters
    from csk_ros.stream.fallback import Decision
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.frame_ledger import FrameLedger
    from csk_ros.stream.stream_pipeline import Job

SHORTEST_TIMER = 1_000_000
"""1 ms: a deadline that has just passed is met at once, without spinning."""


class Labelling:
    """Drives a session on the executor's thread, and has its jobs run on the worker's.

    Counts and latencies begin with it. All methods are for the executor's thread.
    """

    def __init__(
        self,
        node: LifecycleNode,
        segmenter: Segmenter,
        outputs: Outputs,
        settings: DeclaredParameters,
        deadline: Timer,
        *,
        inputs: CameraInputs,
        ledger: FrameLedger,
        mode_changed: Callable[[], None],
    ) -> None:
        """Start the worker.

        Args:
            node: for its clock and its log.
            segmenter: the network.
            outputs: where labels go.
            settings: followed while they change.
            deadline: a timer of the node that calls `let_time_pass`; set by whatever changes what is due.
            inputs: what the pictures go through.
            ledger: where every frame is counted; holds those that came while the model was loaded.
            mode_changed: called after mode or reason have changed.
        """
        self._node = node
        self._segmenter = segmenter
        self._inputs = inputs
        self._settings = settings
        self._deadline = deadline
        self._mode_changed = mode_changed
        self._pipeline: StreamPipeline[ReceivedImage] = StreamPipeline(stream_settings(settings), ledger)
        warn = FrameWarnings(node).tell
        self._session = SegmentationSession(
            self._pipeline, inputs, self._submit, warn=warn, mode_changed=self._report_mode
        )
        self._latency = DurationWindow()
        self._inference = DurationWindow()
        self._worker = Worker(
            segmenter,
            outputs,
            self._pipeline.ledger,
            self._latency,
            self._inference,
            inputs=inputs,
            opacity=lambda: settings.number("overlay.opacity"),
            warn=warn,
        )

    @property
    def ledger(self) -> FrameLedger:
        """What became of every frame."""
        return self._pipeline.ledger

    def stop(self) -> None:
        """Finish the frame at hand, or give it up; end the worker, and say that no mode is in force.

        Nothing can follow.
        """
        self._worker.stop()
        self._deadline.cancel()
        if self._node.context.ok():
            self._announce_silence(NOT_ACTIVE.reason, self._now())
        # It holds methods of this: a cycle would keep the network until garbage is collected.
        del self._session

    def pause(self) -> None:
        """Say that no mode is in force until `begin` is called."""
        self._session.pause(self._now())
        self._set_timer()

    def begin(self) -> None:
        """Wait for frames, after an activation or a pause: all but the counts is forgotten."""
        self._session.begin_anew()
        self.let_time_pass()

    def follow_parameters(self) -> None:
        """Take the settings over that are in force now."""
        self._session.change_settings(stream_settings(self._settings), self._now())
        self._set_timer()

    def receive(self, stream: Stream, message: Any) -> None:
        """Take in an image message of a camera; a broken one is counted and reported."""
        self._session.receive(stream, message, self._now())
        self._set_timer()

    def let_time_pass(self) -> None:
        """Notice what is due although no frame has come."""
        self._session.advance(self._now())
        self._set_timer()

    def snapshot(self) -> Snapshot:
        """Gather what diagnostics say."""
        return Snapshot(
            decision=self._session.in_force,
            rgb=self._pipeline.rgb,
            thermal=self._pipeline.thermal,
            counts=self._pipeline.ledger.counts(),
            gaps={stream: gaps.share() for stream, gaps in self._pipeline.gaps.items()},
            skew=self._session.skew,
            latency=self._latency.percentiles(),
            inference=self._inference.percentiles(),
            failure=self._worker.failure,
            rgb_unused=self._worker.rgb_unused,
            facts={
                "device": self._segmenter.runtime.device,
                "runtime": self._segmenter.runtime_name,
                "classes": ", ".join(self._segmenter.label_set.classes),
                "decoder": colour_converter().name,
                "thermal.format": self._settings.text("thermal.format"),
                "thermal.limits": self._inputs.thermal.limits_text,
            },
            contradictions=self._inputs.contradictions,
        )

    def _submit(self, job: Job[ReceivedImage], _: int) -> None:
        self._worker.submit(job)

    def _set_timer(self) -> None:
        """Have `let_time_pass` called when it has something to do."""
        now, deadline = self._now(), self._session.deadline
        if deadline is None:
            self._deadline.cancel()
            return
        # Simulated time may not have come: the timer runs by it, and ends with its first leap.
        wait = 0 if now is None else deadline - now
        self._deadline.timer_period_ns = max(wait, SHORTEST_TIMER)
        self._deadline.reset()

    def _announce_silence(self, reason: str, now: int | None) -> None:
        """Say that no mode is in force; without a stamp while no time is known."""
        self._worker.announce(Origin(now or 0, "", None, reason, None))

    def _report_mode(self, in_force: Decision, now: int | None) -> None:
        """Say once, everywhere, that mode or reason have changed."""
        self._log(in_force)
        if in_force.mode is None:
            # No output will carry this news.
            self._announce_silence(in_force.reason, now)
        self._mode_changed()

    def _log(self, in_force: Decision) -> None:
        if in_force.mode is not None:
            self._node.get_logger().info(f"mode {in_force.mode}: {in_force.reason}")
        elif in_force in (AWAITED, DISABLED):
            self._node.get_logger().info(f"no output: {in_force.reason}")
        elif self._pipeline.ledger.counts().received:
            self._node.get_logger().error(f"no output: {in_force.reason}")
        else:
            self._node.get_logger().info(f"no picture of a camera yet: {in_force.reason}")

    def _now(self) -> int | None:
        """Say what time it is (ns); None while simulated time is asked for and has not come."""
        return int(self._node.get_clock().now().nanoseconds) or None

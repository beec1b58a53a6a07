"""Play a recording to the objects that the node uses, and judge what they answer."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from csk_ros.evaluation.judging.judge import Judge
from csk_ros.evaluation.judging.judged_output import JudgedOutput
from csk_ros.evaluation.judging.mode_span import Silence
from csk_ros.evaluation.metrics.confusion import Confusion
from csk_ros.inference.camera_inputs import CameraInputs, CameraSettings
from csk_ros.messages.thumbnail import thumbnail
from csk_ros.mode import Mode
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.recording.recording import RecordingError
from csk_ros.session.job_runner import JobRunner
from csk_ros.simulation.simulated_node import SimulatedNode, TrueClock
from csk_ros.simulation.simulated_worker import SimulatedWorker
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.stream_pipeline import StreamPipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from csk_ros.evaluation.judging.moment import Moment
    from csk_ros.evaluation.judging.run import Run
    from csk_ros.evaluation.judging.truth_folder import TruthFolder
    from csk_ros.inference.job_answer import Answer
    from csk_ros.inference.segmenter import Segmenter
    from csk_ros.messages.image_error import ImageError
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.recording.recorded_image import RecordedImage
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.stream_pipeline import Job, StreamSettings

_logger = logging.getLogger(__name__)


class OfflineRun:
    """One pass of a recording; the same pictures and settings give the same Run.

    The node's clock shows the times at which the recorder got the messages.

    Args:
        segmenter: the network.
        settings: of pairing, health and fallback.
        cameras: what is known of the cameras.
        tell: told when pictures contradict that.
        truth: ground truth that is not in the recording itself.
        inference_time: seconds that the network takes for an output on the robot.
        agree: also ask thermal alone at every fused output, and count how far the two agree.
        show: given every moment that labels came for, and once more if the truth becomes known.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        settings: StreamSettings,
        cameras: CameraSettings | None = None,
        *,
        tell: Callable[[str], object] = _logger.warning,
        truth: TruthFolder | None = None,
        inference_time: float = 0.0,
        agree: bool = False,
        show: Callable[[Moment], None] = lambda _: None,
    ) -> None:
        self._segmenter = segmenter
        self._tell = tell
        self._ignored: Counter[str] = Counter()
        self._first_ignored: dict[str, str] = {}
        """What was wrong with the first of each kind."""
        self._inputs = CameraInputs(cameras, segmenter.metadata.normalization, tell=tell)
        self._pipeline: StreamPipeline[ReceivedImage] = StreamPipeline(settings)
        duration = nanoseconds(inference_time)
        runner = JobRunner(segmenter, self._inputs, self._pipeline.ledger, warn=self._warn)
        worker = SimulatedWorker(runner, self._judged, lambda _: duration)
        self._node = SimulatedNode(self._pipeline, worker, TrueClock(), inputs=self._inputs, warn=self._warn)
        shares_frame = (cameras or CameraSettings()).registration.shares_frame
        self._judge = Judge(segmenter.label_set, truth=truth, shares_frame=shares_frame, show=show)
        self._run = self._judge.run
        if agree:
            self._run.agreement = Confusion(segmenter.label_set)
        self._begin: int | None = None
        self._refused: dict[str, ImageError] = {}
        """An example of each reason."""
        self._in_force = self._pipeline.in_force

    def play(self, pictures: Iterable[RecordedImage]) -> Run:
        """Let all pictures arrive.

        Args:
            pictures: in order of time, faults already done to them.

        Raises:
            RecordingError: the recording is damaged, or has no picture of a camera.
            ForeignIdsError: the ground truth is of another label set than the network.
        """
        for picture in pictures:
            if picture.stream == "labels":
                self._judge.see_truth(picture.stamp, picture.image)
            else:
                self._arrive(picture, picture.stream)
        if self._begin is None:
            refused = ", ".join(f"{reason}: {error}" for reason, error in self._refused.items())
            found = f"all are broken ({refused})" if refused else "the recording has none"
            raise RecordingError(f"expected pictures of a camera, {found}")
        for _ in self._node.let_pass(None):
            # That nothing can be published after the last picture is no news.
            pass
        for arrivals in self._run.inputs.values():
            # A message that is no picture is not held back by a fault that delays the others.
            arrivals.sort()
        self._run.counts = self._pipeline.ledger.counts()
        for kind, text in self._first_ignored.items():
            count = self._ignored[kind]
            self._tell(text if count == 1 else f"{text} ({count} such frames)")
        return self._run

    def watch(self, pictures: Iterable[RecordedImage]) -> Iterator[RecordedImage]:
        """Hand pictures on as they were recorded, before any fault, and take down their stamps."""
        for picture in pictures:
            if picture.stream != "labels":
                self._judge.see_stamp(picture.stream, picture.stamp)
            yield picture

    def refuse(self, stream: Stream, time: int, error: ImageError) -> None:
        """Count a message that is no picture, as the node does; to be called while `play` goes on.

        Args:
            stream: the camera.
            time: when it arrived, in ns.
            error: what is wrong with it.
        """
        self._pipeline.refuse(stream, error.reason)
        self._refused.setdefault(error.reason, error)
        self._warn(f"{stream} {error.reason}", f"{stream} frame ignored: {error}")
        if self._begin is not None:
            self._judge.see_arrival(stream, self._seconds(time))

    def _arrive(self, picture: RecordedImage, stream: Stream) -> None:
        if self._begin is None:
            self._begin = picture.time
            self._node.activate(picture.time)
        for turn in self._node.let_pass(picture.time):
            self._follow(turn.time)
        message = recorded_message(picture)
        self._judge.see_arrival(stream, self._seconds(picture.time))
        self._judge.see_stamp(stream, picture.stamp)
        if not picture.truncated:
            self._judge.see_picture(stream, picture.image, thumbnail(message))
        self._follow(self._node.receive(stream, message, picture.time).time)

    def _follow(self, time: int) -> None:
        """Take down when the node says that it can publish nothing."""
        before, self._in_force = self._in_force, self._pipeline.in_force
        if self._in_force != before and self._in_force.mode is None:
            self._run.silences.append(Silence(self._seconds(time), self._in_force.reason))

    def _judged(self, answer: Answer, job: Job[ReceivedImage], time: int) -> JudgedOutput:
        labels = answer.prediction.labels
        if self._run.agreement is not None and answer.mode is Mode.FUSED:
            alone = self._segmenter(None, answer.thermal, limits=answer.limits, confidence=False)
            self._run.agreement.add(labels, alone.labels)
        output = JudgedOutput(
            stamp=job.anchor.stamp,
            time=self._seconds(time),
            mode=answer.mode,
            reason=answer.job.reason,
            anchored=self._seconds(job.arrival),
            skew=None if answer.job.skew is None else answer.job.skew / 1e9,
            lighting=self._judge.lighting,
        )
        self._judge.see_output(output, labels, rgb=answer.rgb, thermal=answer.thermal)
        return output

    def _warn(self, kind: str, text: str) -> None:
        """Count frames that came to nothing, to warn of each kind once with its first one."""
        self._ignored[kind] += 1
        self._first_ignored.setdefault(kind, text)

    def _seconds(self, time: int) -> float:
        return (time - (self._begin or 0)) / 1e9

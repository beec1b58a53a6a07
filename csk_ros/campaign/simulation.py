"""Play a scenario to the objects that the node uses, in simulated time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.campaign.shot import Shot, shots_of
from csk_ros.campaign.step import Output, Owed, Step
from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.inference.job_answer import answer_job
from csk_ros.inference.prediction import Prediction
from csk_ros.mode import Mode
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.simulation.simulated_node import SimulatedNode
from csk_ros.simulation.simulated_worker import SimulatedWorker
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.stream_pipeline import StreamPipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from csk_ros.campaign.scenario import Scenario
    from csk_ros.messages.image_error import ImageError
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.simulation.simulated_node import Turn
    from csk_ros.stream.stream_pipeline import Job
    from csk_ros.thermal.running_limits import Limits


class Simulation:
    """One scenario, step by step; of what the node does only the network is left out, whose time passes.

    Args:
        scenario: what happens.
        pipeline: what it happens to; a new one if None.
    """

    def __init__(self, scenario: Scenario, pipeline: StreamPipeline[ReceivedImage] | None = None) -> None:
        self.scenario = scenario
        self.shots = shots_of(scenario)
        """Every arrival, in order."""
        self._pipeline = pipeline or StreamPipeline(scenario.settings)
        self._worker = SimulatedWorker(
            _answer,
            lambda now: nanoseconds(scenario.inference.seconds(now / 1e9)),
            self._pipeline.ledger,
        )
        self._owed: list[Owed] = []
        self._node = SimulatedNode(self._pipeline, self._worker, scenario.clock, told=self._note)
        self._node.activate(0)
        self._resets_before = self._pipeline.resets

    def steps(self) -> Iterator[Step]:
        """Everything that happens, until nothing is owed any more.

        Raises:
            StuckError: see SimulatedNode.
        """
        for shot in self.shots:
            time = shot.picture.time
            yield from self._pass_time(time)
            turn = self._node.receive(shot.stream, recorded_message(shot.picture), time)
            yield self._step(turn, shot)
        yield from self._pass_time(None)

    def _pass_time(self, until: int | None) -> Iterator[Step]:
        for turn in self._node.let_pass(until):
            yield self._step(turn, None)

    def _note(self, job: Job[ReceivedImage]) -> None:
        thermal, rgb = (
            None if frame is None else self.shots[int(frame.frame_id)] for frame in (job.thermal, job.rgb)
        )
        self._owed.append(Owed(job.mode, job.reason, thermal, rgb, job.skew))

    def _step(self, turn: Turn[Output], shot: Shot | None) -> Step:
        owed, self._owed = self._owed, []
        pipeline = self._pipeline
        return Step(
            time=turn.time,
            clock=self._node.clock,
            arrived=shot,
            taken_in=turn.taken_in,
            owed=owed,
            outputs=turn.answers,
            decision=pipeline.decision,
            states={"rgb": pipeline.rgb.state, "thermal": pipeline.thermal.state},
            counts=pipeline.ledger.counts(),
            resets=pipeline.resets - self._resets_before,
            clock_resets=self._node.clock_resets,
            waiting=pipeline.waiting,
            under_way=self._worker.under_way("thermal"),
            frames_alive=self._node.frames_alive,
        )


def _answer(job: Job[ReceivedImage], _: int) -> Output:
    answer = answer_job(job, _segment, CameraInputs(), confidence=False, rgb_unused=_refuse)
    anchor = answer.job.anchor
    height, width = answer.prediction.labels.shape
    return Output(answer.mode, answer.job.reason, anchor.stamp, anchor.frame_id, (height, width), job.skew)


def _refuse(error: ImageError) -> None:
    raise error


def _segment(
    rgb: NDArray[np.uint8] | None,
    thermal: NDArray[Any] | None,
    *,
    limits: Limits | None = None,  # noqa: ARG001 - what a network is shown has no influence here
    confidence: bool = True,
) -> Prediction:
    """A network that sees nothing, but pictures of two sizes."""
    sizes = {picture.shape[:2] for picture in (rgb, thermal) if picture is not None}
    if len(sizes) != 1:
        raise ValueError(f"the network gets pictures of one size, here came {sorted(sizes)}")
    labels = np.zeros(sizes.pop(), np.uint8)
    mode = Mode.RGB if thermal is None else Mode.THERMAL if rgb is None else Mode.FUSED
    return Prediction(labels, labels if confidence else None, mode)

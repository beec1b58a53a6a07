"""Play a scenario to the objects that the node uses, in simulated time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.campaign.shot import Shot, shots_of
from csk_ros.campaign.step import Output, Owed, Step
from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.inference.prediction import Prediction
from csk_ros.mode import Mode
from csk_ros.recording.recorded_message import recorded_message
from csk_ros.session.job_runner import JobRunner
from csk_ros.simulation.simulated_node import SimulatedNode
from csk_ros.simulation.simulated_worker import SimulatedWorker
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.stream_pipeline import StreamPipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from csk_ros.campaign.scenario import Scenario
    from csk_ros.inference.job_answer import Answer
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
        inputs = CameraInputs()
        self._worker = SimulatedWorker(
            JobRunner(_segment, inputs, self._pipeline.ledger, warn=self._note_failure),
            _output,
            lambda now: nanoseconds(scenario.inference.seconds(now / 1e9)),
        )
        self._owed: list[Owed] = []
        self._failures: list[str] = []
        self._node = SimulatedNode(self._pipeline, self._worker, scenario.clock, self._note, inputs=inputs)
        self._changes = list(scenario.changes)
        self._node.activate(0)
        self._resets_before = self._pipeline.resets

    def steps(self) -> Iterator[Step]:
        """Everything that happens, until nothing is owed any more.

        Raises:
            StuckError: see SimulatedNode.
        """
        for shot in self.shots:
            time = shot.picture.time
            yield from self._change_settings(time)
            yield from self._pass_time(time)
            turn = self._node.receive(shot.stream, recorded_message(shot.picture), time)
            yield self._step(turn, shot)
        yield from self._pass_time(None)

    def _change_settings(self, until: int) -> Iterator[Step]:
        """Change what is to be changed by then."""
        while self._changes and nanoseconds(self._changes[0].at) <= until:
            change = self._changes.pop(0)
            yield from self._pass_time(nanoseconds(change.at))
            yield self._step(self._node.change_settings(change.settings, nanoseconds(change.at)), None)

    def _pass_time(self, until: int | None) -> Iterator[Step]:
        for turn in self._node.let_pass(until):
            yield self._step(turn, None)

    def _note(self, job: Job[ReceivedImage]) -> None:
        thermal, rgb = (
            None if frame is None else self.shots[int(frame.frame_id)] for frame in (job.thermal, job.rgb)
        )
        self._owed.append(Owed(job.mode, job.reason, thermal, rgb, job.skew))

    def _note_failure(self, kind: str, text: str) -> None:
        self._failures.append(f"{kind}: {text}")

    def _step(self, turn: Turn[Output], shot: Shot | None) -> Step:
        owed, self._owed = self._owed, []
        failures, self._failures = self._failures, []
        pipeline = self._pipeline
        return Step(
            time=turn.time,
            clock=self._node.clock,
            arrived=shot,
            taken_in=turn.taken_in,
            owed=owed,
            outputs=turn.outputs,
            failures=failures,
            settings=pipeline.settings,
            in_force=self._node.session.in_force,
            decision=pipeline.decision,
            states={"rgb": pipeline.rgb.state, "thermal": pipeline.thermal.state},
            counts=pipeline.ledger.counts(),
            resets=pipeline.resets - self._resets_before,
            clock_resets=self._node.clock_resets,
            waiting=pipeline.waiting,
            under_way=self._worker.under_way("thermal"),
            frames_alive=self._node.frames_alive,
        )


def _output(answer: Answer, job: Job[ReceivedImage], _: int) -> Output:
    anchor = answer.job.anchor
    height, width = answer.prediction.labels.shape
    return Output(answer.mode, answer.job.reason, anchor.stamp, anchor.frame_id, (height, width), job.skew)


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

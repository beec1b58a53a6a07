"""Play a scenario to the objects that the node uses, in simulated time."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from csk_ros.campaign.shot import Shot, shots_of
from csk_ros.campaign.simulated_worker import SimulatedWorker
from csk_ros.campaign.step import Output, Owed, Step
from csk_ros.messages.image_error import ImageError
from csk_ros.node.received_image import ReceivedImage, frame_of
from csk_ros.replay.picture_message import picture_message
from csk_ros.stream.stamp_order import StampVerdict
from csk_ros.stream.stream_pipeline import CLOCK_SLACK, StreamPipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.scenario import Scenario
    from csk_ros.stream.frame import Frame
    from csk_ros.stream.stream_pipeline import Job


class StuckError(RuntimeError):
    """The pipeline asks to be called again and again without time passing."""


class Simulation:
    """One scenario, step by step; calls are those that `csk_ros.node.labelling.Labelling` makes.

    Args:
        scenario: what happens.
        pipeline: what it happens to; a new one if None.
    """

    def __init__(self, scenario: Scenario, pipeline: StreamPipeline[ReceivedImage] | None = None) -> None:
        self.scenario = scenario
        self.shots = shots_of(scenario)
        """Every arrival, in order."""
        self._pipeline = pipeline or StreamPipeline(scenario.settings)
        self._worker = SimulatedWorker(scenario.inference, self._pipeline.ledger)
        self._frames: weakref.WeakSet[Frame[ReceivedImage]] = weakref.WeakSet()
        self._clock = scenario.clock.at(0)
        self._clock_resets = 0
        self._pipeline.reset(self._clock)
        self._resets_before = self._pipeline.resets

    def steps(self) -> Iterator[Step]:
        """Everything that happens, until nothing is owed any more.

        Raises:
            StuckError: see there.
        """
        now = 0
        for shot in self.shots:
            yield from self._let_pass(now, shot.picture.time)
            now = shot.picture.time
            yield self._arrive(shot, now)
        yield from self._let_pass(now, None)

    def _let_pass(self, now: int, until: int | None) -> Iterator[Step]:
        """Do what is due from `now` to `until`; to the very end if None."""
        while (due := self._next_due(now)) is not None and (until is None or due[0] <= until):
            now, by_deadline = due
            if by_deadline:
                self._read_clock(now)
                jobs = self._pipeline.advance(self._clock)
                deadline = self._pipeline.deadline()
                if deadline is not None and deadline <= self._clock:
                    raise StuckError(f"at {self._clock} ns it still wants to be called at {deadline} ns")
                yield self._step(now, None, jobs)
            else:
                yield self._step(now, None, [])

    def _next_due(self, now: int) -> tuple[int, bool] | None:
        """When something happens by itself, and whether that is a deadline; else an inference ends."""
        deadline = self._pipeline.deadline()
        when = None if deadline is None else self.scenario.clock.when(deadline, now)
        ends = self._worker.ends
        if ends is not None and (when is None or ends <= when):
            return ends, False
        return None if when is None else (when, True)

    def _arrive(self, shot: Shot, now: int) -> Step:
        refused = self._refusals(shot)
        try:
            frame = frame_of(picture_message(shot.picture), shot.stream)
        except ImageError as error:
            self._pipeline.refuse(shot.stream, error.reason)
            return self._step(now, shot, [], taken_in=False)
        self._read_clock(now)
        self._frames.add(frame)
        add = self._pipeline.add_rgb if shot.stream == "rgb" else self._pipeline.add_thermal
        jobs = add(frame, self._clock)
        del frame
        return self._step(now, shot, jobs, taken_in=self._refusals(shot) == refused)

    def _refusals(self, shot: Shot) -> int:
        dropped = self._pipeline.ledger.counts().dropped
        verdicts = (StampVerdict.ZERO, StampVerdict.REPEATED)
        return sum(dropped[shot.stream, verdict.value] for verdict in verdicts)

    def _read_clock(self, now: int) -> None:
        shows = self.scenario.clock.at(now)
        if shows < self._clock - CLOCK_SLACK:
            self._clock = shows
            self._clock_resets += 1
        self._clock = max(self._clock, shows)

    def _step(
        self, now: int, shot: Shot | None, jobs: list[Job[ReceivedImage]], *, taken_in: bool = False
    ) -> Step:
        owed = [self._owed(job) for job in jobs]
        outputs: list[Output] = []
        outputs += self._worker.finish(now)
        while jobs:
            self._worker.submit(jobs.pop(0), now)
            outputs += self._worker.finish(now)
        pipeline = self._pipeline
        return Step(
            time=now,
            clock=self._clock,
            arrived=shot,
            taken_in=taken_in,
            owed=owed,
            outputs=outputs,
            decision=pipeline.decision,
            states={"rgb": pipeline.rgb.state, "thermal": pipeline.thermal.state},
            counts=pipeline.ledger.counts(),
            resets=pipeline.resets - self._resets_before,
            clock_resets=self._clock_resets,
            waiting=pipeline.waiting,
            under_way=self._worker.under_way("thermal"),
            frames_alive=len(self._frames),
        )

    def _owed(self, job: Job[ReceivedImage]) -> Owed:
        thermal, rgb = (
            None if frame is None else self.shots[int(frame.frame_id)] for frame in (job.thermal, job.rgb)
        )
        return Owed(job.mode, job.reason, thermal, rgb, job.skew)

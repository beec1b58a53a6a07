"""The calls that the node makes, in simulated time."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol

from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.messages.image_error import ImageError
from csk_ros.simulation.simulated_worker import A
from csk_ros.stream.stamp_order import StampVerdict
from csk_ros.stream.stream_pipeline import CLOCK_SLACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.simulation.simulated_worker import SimulatedWorker
    from csk_ros.stream.frame import Frame, Stream
    from csk_ros.stream.stream_pipeline import Job, StreamPipeline


class StuckError(RuntimeError):
    """The pipeline asks to be called again and again without time passing."""


class Clock(Protocol):
    """What a clock shows by the time that truly passes; both in ns."""

    def at(self, time: int) -> int:
        """What it shows at a time."""

    def when(self, shows: int, after: int) -> int | None:
        """The first time from `after` on at which it shows `shows` or more; None if never."""


class TrueClock:
    """A clock that shows the true time."""

    def at(self, time: int) -> int:
        """See `Clock`."""
        return time

    def when(self, shows: int, after: int) -> int:
        """See `Clock`."""
        return max(shows, after)


@dataclass(frozen=True)
class Turn(Generic[A]):
    """What came of one call of the pipeline, or of the end of an inference."""

    time: int
    """True time in ns."""
    taken_in: bool
    """Whether a message was let in; otherwise it is a drop, or there was none."""
    answers: list[A]


class SimulatedNode(Generic[A]):
    """Drives pipeline and worker as `csk_ros.node.labelling.Labelling` does.

    Args:
        pipeline: which decides.
        worker: which answers.
        clock: the node's.
        told: of every job that is owed, before the worker gets it.
        inputs: what is known of the cameras.
    """

    def __init__(
        self,
        pipeline: StreamPipeline[ReceivedImage],
        worker: SimulatedWorker[A],
        clock: Clock,
        told: Callable[[Job[ReceivedImage]], None] = lambda _: None,
        *,
        inputs: CameraInputs | None = None,
    ) -> None:
        self._inputs = inputs or CameraInputs()
        self._pipeline = pipeline
        self._worker = worker
        self._told = told
        self._true_clock = clock
        self._frames: weakref.WeakSet[Frame[ReceivedImage]] = weakref.WeakSet()
        self._now = 0
        self.clock = 0
        """What the node's clock shows in ns, never less than it showed since the last new beginning."""
        self.clock_resets = 0
        """New beginnings because the clock went back."""

    def activate(self, time: int) -> None:
        """Begin at a true time, in ns: before anything else."""
        self._now = time
        self.clock = self._true_clock.at(time)
        self._pipeline.reset(self.clock)

    @property
    def frames_alive(self) -> int:
        """Frames that anything still holds."""
        return len(self._frames)

    def let_pass(self, until: int | None) -> Iterator[Turn[A]]:
        """Do what is due until then; until nothing is owed any more if None.

        Raises:
            StuckError: see there.
        """
        while (due := self._next_due()) is not None and (until is None or due[0] <= until):
            self._now, by_deadline = due
            if not by_deadline:
                yield self._turn([])
                continue
            self._read_clock()
            jobs = self._pipeline.advance(self.clock)
            deadline = self._pipeline.deadline()
            if deadline is not None and deadline <= self.clock:
                raise StuckError(f"at {self.clock} ns it still wants to be called at {deadline} ns")
            yield self._turn(jobs)

    def receive(self, stream: Stream, message: Any, time: int) -> Turn[A]:
        """Take in a message; what was due before that time has been done."""
        self._now = time
        refused = self._refusals(stream)
        try:
            frame = self._inputs.frame(message, stream)
        except ImageError as error:
            self._pipeline.refuse(stream, error.reason)
            return self._turn([])
        self._read_clock()
        self._frames.add(frame)
        add = self._pipeline.add_rgb if stream == "rgb" else self._pipeline.add_thermal
        jobs = add(frame, self.clock)
        del frame
        return self._turn(jobs, taken_in=self._refusals(stream) == refused)

    def _next_due(self) -> tuple[int, bool] | None:
        """When something happens by itself, and whether that is a deadline; else an inference ends."""
        deadline = self._pipeline.deadline()
        when = None if deadline is None else self._true_clock.when(deadline, self._now)
        ends = self._worker.ends
        if ends is not None and (when is None or ends <= when):
            return ends, False
        return None if when is None else (when, True)

    def _refusals(self, stream: Stream) -> int:
        dropped = self._pipeline.ledger.counts().dropped
        verdicts = (StampVerdict.ZERO, StampVerdict.REPEATED)
        return sum(dropped[stream, verdict.value] for verdict in verdicts)

    def _read_clock(self) -> None:
        shows = self._true_clock.at(self._now)
        if shows < self.clock - CLOCK_SLACK:
            self.clock = shows
            self.clock_resets += 1
        self.clock = max(self.clock, shows)

    def _turn(self, jobs: list[Job[ReceivedImage]], *, taken_in: bool = False) -> Turn[A]:
        for job in jobs:
            self._told(job)
        answers = self._worker.finish(self._now)
        while jobs:
            # Popped: whoever counts the frames that are held must not find this list among the holders.
            self._worker.submit(jobs.pop(0), self._now)
            answers += self._worker.finish(self._now)
        return Turn(self._now, taken_in, answers)

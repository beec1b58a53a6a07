"""A segmentation session driven in simulated time, as the node drives it in real time."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol

from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.session.segmentation_session import SegmentationSession
from csk_ros.simulation.simulated_worker import O
from csk_ros.stream.stamp_order import StampVerdict
from csk_ros.stream.stream_pipeline import CLOCK_SLACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.simulation.simulated_worker import SimulatedWorker
    from csk_ros.stream.frame import Frame, Stream
    from csk_ros.stream.stream_pipeline import Job, StreamPipeline, StreamSettings


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
class Turn(Generic[O]):
    """What came of one call of the pipeline, or of the end of an inference."""

    time: int
    """True time in ns."""
    taken_in: bool
    """Whether a message was let in; otherwise it is a drop, or there was none."""
    outputs: list[O]


class SimulatedNode(Generic[O]):
    """Gives a session its clock, its timer and its worker.

    Args:
        pipeline: which decides.
        worker: which runs the jobs.
        clock: the node's.
        owed: given every job that is owed, before the worker gets it.
        inputs: what is known of the cameras.
        warn: given the kind of a problem with a message, and a sentence.
    """

    def __init__(
        self,
        pipeline: StreamPipeline[ReceivedImage],
        worker: SimulatedWorker[O],
        clock: Clock,
        owed: Callable[[Job[ReceivedImage]], None] = lambda _: None,
        *,
        inputs: CameraInputs | None = None,
        warn: Callable[[str, str], None] = lambda _kind, _text: None,
    ) -> None:
        self.session = SegmentationSession(pipeline, inputs or CameraInputs(), self._submit, warn=warn)
        self._worker = worker
        self._owed = owed
        self._true_clock = clock
        self._frames: weakref.WeakSet[Frame[ReceivedImage]] = weakref.WeakSet()
        self._outputs: list[O] = []
        self._now = 0
        self.clock = 0
        """What the node's clock shows in ns, never less than it showed since the last new beginning."""
        self.clock_resets = 0
        """New beginnings because the clock went back."""

    def activate(self, time: int) -> None:
        """Begin at a true time, in ns: before anything else."""
        self._now = time
        self.clock = self._true_clock.at(time)
        self.session.begin_anew()
        self.session.advance(self.clock)

    @property
    def frames_alive(self) -> int:
        """Frames that anything still holds."""
        return len(self._frames)

    def let_pass(self, until: int | None) -> Iterator[Turn[O]]:
        """Do what is due until then; until nothing is owed any more if None.

        Raises:
            StuckError: see there.
        """
        while (due := self._next_due()) is not None and (until is None or due[0] <= until):
            self._now, by_deadline = due
            if by_deadline:
                self._read_clock()
                self.session.advance(self.clock)
                deadline = self.session.deadline
                if deadline is not None and deadline <= self.clock:
                    raise StuckError(f"at {self.clock} ns it still wants to be called at {deadline} ns")
            yield self._turn()

    def receive(self, stream: Stream, message: Any, time: int) -> Turn[O]:
        """Take in a message; what was due before that time has been done."""
        self._now = time
        refused = self._refusals(stream)
        self._read_clock()
        frame = self.session.receive(stream, message, self.clock)
        if frame is None:
            return self._turn()
        self._frames.add(frame)
        return self._turn(taken_in=self._refusals(stream) == refused)

    def change_settings(self, settings: StreamSettings, time: int) -> Turn[O]:
        """Replace the settings, as a parameter does; what was due before that time has been done."""
        self._now = time
        self._read_clock()
        self.session.change_settings(settings, self.clock)
        return self._turn()

    def _next_due(self) -> tuple[int, bool] | None:
        """When something happens by itself, and whether that is a deadline; else an inference ends."""
        deadline = self.session.deadline
        when = None if deadline is None else self._true_clock.when(deadline, self._now)
        ends = self._worker.ends
        if ends is not None and (when is None or ends <= when):
            return ends, False
        return None if when is None else (when, True)

    def _refusals(self, stream: Stream) -> int:
        dropped = self.session.pipeline.ledger.counts().dropped
        verdicts = (StampVerdict.ZERO, StampVerdict.REPEATED)
        return sum(dropped[stream, verdict.value] for verdict in verdicts)

    def _read_clock(self) -> None:
        shows = self._true_clock.at(self._now)
        if shows < self.clock - CLOCK_SLACK:
            self.clock = shows
            self.clock_resets += 1
        self.clock = max(self.clock, shows)

    def _submit(self, job: Job[ReceivedImage], _: int) -> None:
        self._owed(job)
        self._outputs += self._worker.finish(self._now)
        self._worker.submit(job, self._now)

    def _turn(self, *, taken_in: bool = False) -> Turn[O]:
        outputs, self._outputs = self._outputs + self._worker.finish(self._now), []
        return Turn(self._now, taken_in, outputs)

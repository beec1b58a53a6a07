"""The node's worker in simulated time: one job at a time, the newest of those that come meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from csk_ros.stream.drop_reasons import SUPERSEDED
from csk_ros.stream.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.mode import Mode
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.frame_ledger import FrameLedger
    from csk_ros.stream.stream_pipeline import Job


class Moded(Protocol):
    """Something that tells which branch answered."""

    @property
    def mode(self) -> Mode:
        """The branch."""


A = TypeVar("A", bound=Moded)


class SimulatedWorker(Generic[A]):
    """Ends every job as an answer or as a drop in the ledger; times are in ns.

    Args:
        answer: what a job comes to, and when; called once its time has passed.
        duration: how long a job takes that begins at a time.
        ledger: where every job's end is counted.
    """

    def __init__(
        self,
        answer: Callable[[Job[ReceivedImage], int], A],
        duration: Callable[[int], int],
        ledger: FrameLedger,
    ) -> None:
        self._answer = answer
        self._duration = duration
        self._ledger = ledger
        self._mailbox: Mailbox[Job[ReceivedImage]] = Mailbox()
        self._at_work: Job[ReceivedImage] | None = None
        self._pending: Job[ReceivedImage] | None = None
        self._ends = 0

    @property
    def ends(self) -> int | None:
        """When the job at hand will be done; None if there is none."""
        return None if self._at_work is None else self._ends

    def under_way(self, stream: Stream) -> int:
        """Count the jobs whose anchor is of that stream."""
        jobs = (self._at_work, self._pending)
        return sum(job is not None and job.anchor_stream == stream for job in jobs)

    def submit(self, job: Job[ReceivedImage], now: int) -> None:
        """Hand a job over; one that still waited is dropped as superseded."""
        replaced = self._mailbox.put(job)
        if replaced is not None:
            self._ledger.drop(replaced.anchor_stream, SUPERSEDED)
        self._pending = job
        if self._at_work is None:
            self._begin(now)

    def finish(self, now: int) -> list[A]:
        """Return what is done by `now`."""
        answers = []
        while (job := self._at_work) is not None and self._ends <= now:
            answer = self._answer(job, self._ends)
            answers.append(answer)
            self._ledger.publish(answer.mode)
            self._at_work = None
            if self._pending is not None:
                self._begin(self._ends)
        return answers

    def _begin(self, now: int) -> None:
        self._at_work, self._pending = self._mailbox.take(), None
        self._ends = now + self._duration(now)
